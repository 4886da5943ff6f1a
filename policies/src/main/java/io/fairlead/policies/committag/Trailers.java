package io.fairlead.policies.committag;

import io.fairlead.policies.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a tag's message says beyond its text: Git trailers in the last paragraph, `Partition: 80%`.
///
/// Anything that might have been meant as a limit and is not understood makes the message invalid, because dropping it
/// would approve more than its author wanted: a known key outside the last paragraph, indented or decorated, an
/// unknown
/// key of one word (a
/// typing error), a key twice. Keys with a hyphen, as `Signed-off-by`, belong to others and are passed over.
///
/// @param values without surrounding blanks, each key once
public record Trailers(Map<Key, String> values) {
    public static final int MESSAGE_CHARS_MAX = 16_384;
    public static final int TRAILERS_MAX = 32;
    public static final int VALUE_CHARS_MAX = 512;

    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*)[ \\t]*:[ \\t]*(.*)");
    private static final Pattern DECORATION = Pattern.compile("^[^A-Za-z0-9]+");
    private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?[0-9])%");
    private static final Pattern TARGET =
            Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    public enum Key {
        PARTITION(true),
        TARGET(true),
        REASON(true),
        STEP(false),
        EXPIRES(false),
        REPO(false),
        SUPERSEDES(false);

        private final boolean honoured;

        Key(boolean honoured) {
            this.honoured = honoured;
        }

        /// As people write it: `Partition`.
        public String word() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }

        /// Upper and lower case make no difference, as in Git.
        static Optional<Key> of(String word) {
            return Arrays.stream(values())
                    .filter(key -> key.name().equalsIgnoreCase(word))
                    .findFirst();
        }
    }

    public Trailers {
        values = Map.copyOf(values);
    }

    /// What [#parse] makes of a message.
    public sealed interface Parsed {}

    public record Read(Trailers trailers) implements Parsed {}

    public record Invalid(String why) implements Parsed {}

    /// Parses a tag's message, given without its signature; total.
    public static Parsed parse(String message) {
        if (message.length() > MESSAGE_CHARS_MAX) {
            return new Invalid("the message has more than " + MESSAGE_CHARS_MAX + " characters");
        }
        String text = message.replace("\r\n", "\n").replace('\r', '\n').strip();
        List<String> lines = List.of(text.split("\n", -1));
        int start = lines.size();
        while (start > 0 && !lines.get(start - 1).isBlank()) {
            start--;
        }
        List<String> last = lines.subList(start, lines.size());
        // The first paragraph is the subject, never trailers, as in Git.
        boolean hasBlock = start > 0 && !last.isEmpty() && isBlock(last);
        List<String> prose = new ArrayList<>(hasBlock ? lines.subList(0, start) : lines);
        if (hasBlock) {
            // A limit that is indented would be folded into the trailer above it.
            last.stream().filter(Trailers::isContinuation).forEach(prose::add);
        }
        Optional<Key> stray = prose.stream()
                .flatMap(line -> keyIn(line).stream())
                .filter(key -> key != Key.REASON)
                .findFirst();
        if (stray.isPresent()) {
            return new Invalid("'" + stray.get().word()
                    + ":' stands in the text; put it into a last paragraph of its own, which holds nothing else");
        }
        return hasBlock ? parseBlock(last) : new Read(new Trailers(Map.of()));
    }

    private static Optional<Key> keyIn(String line) {
        Matcher matcher = LINE.matcher(DECORATION.matcher(line).replaceFirst(""));
        return matcher.matches() ? Key.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean isContinuation(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static boolean isBlock(List<String> lines) {
        return !isContinuation(lines.getFirst())
                && lines.stream()
                        .allMatch(line ->
                                isContinuation(line) || LINE.matcher(line).matches());
    }

    private static Parsed parseBlock(List<String> lines) {
        var values = new EnumMap<Key, String>(Key.class);
        List<String> unfolded = unfold(lines);
        if (unfolded.size() > TRAILERS_MAX) {
            return new Invalid("the message has more than " + TRAILERS_MAX + " trailers");
        }
        for (String line : unfolded) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return new Invalid("'" + line + "' is no trailer");
            }
            String word = matcher.group(1);
            Optional<Key> key = Key.of(word);
            if (key.isEmpty() && !word.contains("-")) {
                return new Invalid("'" + word + ":' is no trailer that is known here");
            }
            String value = matcher.group(2).strip();
            if (key.isPresent() && (value.isEmpty() || value.length() > VALUE_CHARS_MAX)) {
                return new Invalid("'" + word + ":' needs a value of 1 to " + VALUE_CHARS_MAX + " characters");
            }
            if (key.isPresent() && values.put(key.get(), value) != null) {
                return new Invalid("'" + word + ":' stands twice");
            }
        }
        return checked(new Trailers(values));
    }

    private static List<String> unfold(List<String> lines) {
        var unfolded = new ArrayList<String>();
        for (String line : lines) {
            if (isContinuation(line)) {
                unfolded.add(unfolded.removeLast() + " " + line.strip());
            } else {
                unfolded.add(line);
            }
        }
        return unfolded;
    }

    private static Parsed checked(Trailers trailers) {
        String partition = trailers.values.getOrDefault(Key.PARTITION, "0%");
        if (!PERCENT.matcher(partition).matches()) {
            return new Invalid("'Partition: " + partition + "' is no whole percentage such as 80%");
        }
        String target = trailers.values.getOrDefault(Key.TARGET, "Any/any");
        if (!TARGET.matcher(target).matches()) {
            return new Invalid("'Target: " + target + "' does not have the form CloneSet/checkout");
        }
        return new Read(trailers);
    }

    /// How far the tag lets pods go: the partition is the share that stays on the old revision.
    public Extent extent() {
        String partition = values.getOrDefault(Key.PARTITION, "0%");
        return Extent.ofPercent(Extent.PERCENT_MAX - Integer.parseInt(partition.substring(0, partition.length() - 1)));
    }

    /// `Kind/name`, or empty for every object of the scope.
    public String target() {
        return values.getOrDefault(Key.TARGET, "");
    }

    /// The first trailer that limits the tag in a way that is not honoured yet.
    public Optional<Key> notHonoured() {
        return Arrays.stream(Key.values())
                .filter(key -> !key.honoured && values.containsKey(key))
                .findFirst();
    }
}
