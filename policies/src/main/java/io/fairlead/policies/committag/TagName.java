package io.fairlead.policies.committag;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a tag that speaks to us: `refs/tags/fl/<verb>/<stage>/<scope>/<id>`.
///
/// Stage and scope are DNS labels. The fixed depth keeps one tag's name from being another one's folder.
public record TagName(Verb verb, String stage, String scope, String id) {
    public static final String PREFIX = "refs/tags/fl/";
    static final String TAGS = "refs/tags/";
    private static final int PARTS = 4;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public enum Verb {
        PROMOTE,
        HOLD,
        REVOKE,
        OVERRIDE;

        /// As in the name: `promote`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Verb> of(String word) {
            return Arrays.stream(values())
                    .filter(verb -> verb.word().equals(word))
                    .findFirst();
        }
    }

    /// What [#parse] makes of a ref.
    public sealed interface Parsed {}

    public record Named(TagName name) implements Parsed {}

    /// @param why a clause that names the offending part
    public record Malformed(String ref, String why) implements Parsed {
        /// Whether the parts of stage and scope are these, so that their people should hear of it.
        boolean isFor(String stage, String scope) {
            return ref.contains("/" + stage + "/" + scope + "/");
        }
    }

    /// Parses a full ref name; total.
    public static Parsed parse(String ref) {
        if (!ref.startsWith(PREFIX)) {
            return new Malformed(ref, "does not start with " + PREFIX);
        }
        List<String> parts = List.of(ref.substring(PREFIX.length()).split("/", -1));
        if (parts.size() != PARTS) {
            return new Malformed(ref, "does not have the form " + PREFIX + "<verb>/<stage>/<scope>/<id>");
        }
        Optional<Verb> verb = Verb.of(parts.get(0));
        if (verb.isEmpty()) {
            return new Malformed(ref, "has no known verb: promote, hold, revoke or override");
        }
        var name = new TagName(verb.get(), parts.get(1), parts.get(2), parts.get(3));
        Optional<String> why = name.defect();
        return why.isPresent() ? new Malformed(ref, why.get()) : new Named(name);
    }

    private Optional<String> defect() {
        if (!LABEL.matcher(stage).matches()) {
            return Optional.of("has a stage that is no DNS label");
        }
        if (!LABEL.matcher(scope).matches()) {
            return Optional.of("has a scope that is no DNS label");
        }
        if (!ID.matcher(id).matches()) {
            return Optional.of(
                    "has an id that is not 1 to 63 letters, digits, '.', '_' or '-' after a letter or digit");
        }
        // Git refuses these itself; a ref that comes from elsewhere could still carry them.
        if (id.toLowerCase(Locale.ROOT).endsWith(".lock") || id.endsWith(".") || id.contains("..")) {
            return Optional.of("has an id that ends in '.lock' or '.', or contains '..'");
        }
        return Optional.empty();
    }

    /// The full ref name.
    public String ref() {
        return TAGS + shortName();
    }

    /// What the tag object's own `tag` header must say.
    public String shortName() {
        return "fl/" + verb.word() + "/" + stage + "/" + scope + "/" + id;
    }
}
