package io.fairlead.api.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource.Engine;
import io.fairlead.api.gitops.GitSource.Scope;
import io.fairlead.api.gitops.GitSource.Spec;
import io.fairlead.api.gitops.GitSource.Status;
import io.fairlead.api.wire.Numbers;
import io.fairlead.api.wire.ObjectReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Between GitSources on the wire and [GitSource].
public final class GitSourceCodec {
    public static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
    public static final Duration INTERVAL_MAX = Duration.ofDays(1);
    public static final int SCOPES_MAX = 100;

    private static final int SHORT_COMMIT = 12;
    private static final int MESSAGE_MAX = 32_768;
    private static final Pattern DURATION = Pattern.compile("(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?");
    private static final Pattern URL = Pattern.compile("(https?|ssh|file)://.+|[^/:@]+@[^/:]+:.+|/.+");
    // A user name alone may be a token with HTTP; with SSH it is only a name.
    private static final Pattern CREDENTIAL = Pattern.compile("https?://[^/]*@.*|[a-z+]+://[^/@]*:[^/@]*@.*");

    private GitSourceCodec() {}

    public static Parsed<GitSource> parse(JsonNode object) {
        ObjectReader root = ObjectReader.of(object);
        Meta meta = Meta.read(root);
        // The name is a part of the names of its Deliveries, which a dot separates.
        Names.label(root.object("metadata"), "name");
        if (!root.has("spec")) {
            root.defect("spec", "is required");
        }
        Spec spec = spec(root.object("spec"));
        Status status = status(root.object("status"));
        return meta.parsed(root, GitSource.KIND, new GitSource(meta, spec, status));
    }

    private static Spec spec(ObjectReader spec) {
        return new Spec(
                url(spec),
                spec.text("branch", "main"),
                path(spec, "path"),
                interval(spec),
                reference(spec, "secretRef"),
                Names.label(spec, "stage"),
                Names.label(spec, "cluster"),
                engine(spec),
                scopes(spec),
                reference(spec, "policyRef"),
                spec.object("notes").bool("enabled", true),
                spec.bool("suspend", false));
    }

    private static String url(ObjectReader spec) {
        String url = spec.requiredText("url");
        if (CREDENTIAL.matcher(url).matches()) {
            spec.defect("url", "must not carry a credential: put it into a Secret and name that in secretRef");
        } else if (!url.isEmpty() && !URL.matcher(url).matches()) {
            spec.defect("url", "must be https://…, ssh://…, user@host:path, file://… or an absolute path");
        }
        return url;
    }

    private static String path(ObjectReader reader, String field) {
        String path = reader.text(field, "");
        List<String> parts = List.of(path.split("/", -1));
        if (path.startsWith("/") || parts.contains("..") || parts.contains(".git")) {
            reader.defect(field, "must be a path inside the repository");
        }
        return path;
    }

    private static Duration interval(ObjectReader spec) {
        Duration fallback = Duration.ofSeconds(30);
        String text = spec.text("interval", "30s");
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            spec.defect("interval", "must be a duration such as 30s, 5m or 1h30m");
            return fallback;
        }
        Duration interval = Duration.ofHours(number(matcher.group(1)))
                .plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3)));
        if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
            spec.defect("interval", "must be between 1s and 24h");
            return fallback;
        }
        return interval;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Optional<String> reference(ObjectReader spec, String field) {
        return spec.optionalObject(field).map(each -> each.requiredText("name"));
    }

    private static Engine engine(ObjectReader spec) {
        String text = spec.text("engine", "native");
        return switch (text) {
            case "native" -> Engine.NATIVE;
            case "delegate" -> Engine.DELEGATE;
            default -> {
                spec.defect("engine", "must be native or delegate");
                yield Engine.NATIVE;
            }
        };
    }

    private static List<Scope> scopes(ObjectReader spec) {
        List<ObjectReader> readers = spec.objects("scopes");
        if (readers.isEmpty()) {
            spec.defect("scopes", "must have at least one entry");
        }
        Names.bound(spec, "scopes", readers.size(), SCOPES_MAX);
        List<Scope> scopes = readers.stream().map(GitSourceCodec::scope).toList();
        Names.distinct(spec, "scopes", scopes.stream().map(Scope::name).toList());
        return scopes;
    }

    private static Scope scope(ObjectReader scope) {
        if (!scope.has("path")) {
            scope.defect("path", "is required");
        }
        String namespace = scope.has("namespace") ? Names.label(scope, "namespace") : "";
        return new Scope(Names.label(scope, "name"), path(scope, "path"), namespace);
    }

    private static Status status(ObjectReader status) {
        return new Status(
                status.longInteger("observedGeneration", 0),
                status.text("head", ""),
                status.time("lastPoll"),
                status.objects("conditions").stream()
                        .map(GitSourceCodec::condition)
                        .toList());
    }

    private static Condition condition(ObjectReader condition) {
        return new Condition(
                condition.requiredText("type"),
                condition.requiredText("status"),
                condition.longInteger("observedGeneration", 0),
                condition.time("lastTransitionTime").orElse(Instant.EPOCH),
                condition.text("reason", ""),
                condition.text("message", ""));
    }

    /// The whole `status` of the object. Messages that exceed the schema's bound are cut.
    public static JsonNode statusToJson(Status status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("observedGeneration", Numbers.node(status.observedGeneration()));
        if (!status.head().isEmpty()) {
            json.put("head", status.head());
            json.put(
                    "headShort",
                    status.head()
                            .substring(0, Math.min(SHORT_COMMIT, status.head().length())));
        }
        status.lastPoll()
                .ifPresent(time -> json.put(
                        "lastPoll", time.truncatedTo(ChronoUnit.SECONDS).toString()));
        if (!status.conditions().isEmpty()) {
            ArrayNode conditions = json.putArray("conditions");
            status.conditions().forEach(each -> conditions.add(conditionToJson(each)));
        }
        return json;
    }

    private static ObjectNode conditionToJson(Condition condition) {
        String message = condition.message();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", condition.type());
        json.put("status", condition.status());
        json.set("observedGeneration", Numbers.node(condition.observedGeneration()));
        json.put(
                "lastTransitionTime",
                condition.lastTransitionTime().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("reason", condition.reason());
        json.put("message", message.substring(0, Math.min(MESSAGE_MAX, message.length())));
        return json;
    }
}
