package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.behaviour.ApiPort.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces what two servers cannot have in common, in the answers of one scenario. Whatever stands in the scenario's
/// own text is left as it is.
///
/// - uids become `u1`, `u2` … and resourceVersions of objects `v1`, `v2` … in the order in which they first appear, so
///   that it still shows which are equal. resourceVersions of lists are not numbered: on a real server others
///   write too.
/// - generated names, times (to the second, or with a fraction), ages in tables, cluster addresses and continue tokens
///   are replaced by what they are.
/// - `managedFields` are put in an order that does not depend on whether a second has passed between two writes.
final class Normaliser {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern GO_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000 UTC");
    private static final Pattern VERSION_IN_MESSAGE = Pattern.compile(
            "(?<=resource version: |current: |ResourceVersion in precondition: |ResourceVersion in object meta: "
                    + "|ResourceVersion in the precondition \\(|ResourceVersion in record \\("
                    + "|resourceVersion\\\\\":\\\\\")\\d+");
    private static final Pattern CURRENT_VERSION =
            Pattern.compile("(?<=resource version: [<>a-z0-9]{1,20} \\()\\d+(?=\\))");
    private static final Pattern AGE = Pattern.compile("(\\d+h)?(\\d+m)?\\d+(\\.\\d+)?s|\\d+[dhm]");
    private static final Pattern ADDRESS = Pattern.compile("10\\.0\\.\\d+\\.\\d+(?![\\d/])");
    private static final Pattern GIVEN_PREFIX = Pattern.compile("generateName: [\"']?([^\"',}\\s]+)");
    /// The letters and digits of names that the server generates.
    private static final String SUFFIX = "[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9-])";

    private static final String LIST_VERSION = "<list>";
    private static final int GENERATED_SUFFIX = 5;

    private final String given;
    private final Map<String, String> uids = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final int ownNames;
    // In messages a generated name stands without its object.
    private final Map<String, Pattern> prefixes = new LinkedHashMap<>();

    /// @param given the scenario's text
    /// @param own what to replace: values that each run makes anew
    Normaliser(String given, Map<String, String> own) {
        this.given = given;
        names.putAll(own);
        ownNames = own.size();
        GIVEN_PREFIX
                .matcher(given)
                .results()
                .map(match -> match.group(1))
                .forEach(each -> prefixes.put(each, Pattern.compile(Pattern.quote(each) + SUFFIX)));
    }

    ObjectNode reply(String asked, Reply reply, Step.View view) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("asked", asked).put("status", reply.status());
        if (!reply.warnings().isEmpty()) {
            ArrayNode warnings = answer.putArray("warnings");
            reply.warnings().forEach(text -> warnings.add(text(text)));
        }
        if (!reply.retryAfter().isEmpty()) {
            answer.put("retryAfter", reply.retryAfter());
        }
        answer.set("body", body(reply.body(), view));
        return answer;
    }

    JsonNode event(JsonNode event, Step.View view) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", event.path("type").asText());
        JsonNode object = event.path("object");
        if (event.path("type").asText().equals("BOOKMARK")) {
            ObjectNode copy = object.deepCopy();
            copy.withObject("/metadata").put("resourceVersion", LIST_VERSION);
            object = copy;
        }
        answer.set("object", body(object, view));
        return answer;
    }

    /// What a webhook was asked.
    JsonNode request(JsonNode request, Step.View view) {
        return body(request, view);
    }

    private JsonNode body(JsonNode body, Step.View view) {
        learnNames(body);
        JsonNode same = body;
        if (body instanceof ObjectNode object && isCollection(object)) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode().setAll(object);
            copy.set("metadata", listMetadata(object.path("metadata")));
            same = copy;
        }
        return Views.of(normal("", same), view);
    }

    private static boolean isCollection(ObjectNode object) {
        String kind = object.path("kind").asText();
        return (kind.endsWith("List") && object.has("items")) || kind.equals("Table");
    }

    private JsonNode listMetadata(JsonNode metadata) {
        ObjectNode copy = metadata.deepCopy();
        String version = metadata.path("resourceVersion").asText("");
        if (!version.isEmpty() && !isGivenVersion(version)) {
            copy.put("resourceVersion", LIST_VERSION);
        }
        if (!metadata.path("continue").asText("").isEmpty()) {
            copy.put("continue", "<continue>");
        }
        return copy;
    }

    private void learnNames(JsonNode node) {
        JsonNode metadata = node.path("metadata");
        String prefix = metadata.path("generateName").asText("");
        String name = metadata.path("name").asText("");
        if (!prefix.isEmpty() && name.startsWith(prefix) && name.length() == prefix.length() + GENERATED_SUFFIX) {
            generated(prefix, name);
        }
        node.path("items").forEach(this::learnNames);
    }

    private String generated(String prefix, String name) {
        return names.computeIfAbsent(name, _ -> prefix + "<g" + (names.size() - ownNames + 1) + ">");
    }

    private JsonNode normal(String field, JsonNode node) {
        if (node instanceof ObjectNode object) {
            // Sorted: the order of fields is no behaviour, and recordings should not change with it.
            Map<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            sorted.forEach((name, value) -> copy.set(text(name), normal(name, value)));
            return copy;
        }
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(normal(field, item)));
            if (field.equals("managedFields")) {
                items.sort(Comparator.comparing(Normaliser::managerKey));
            }
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        if (!node.isTextual()) {
            return node;
        }
        return JsonNodeFactory.instance.textNode(
                field.equals("resourceVersion") ? version(node.asText()) : scalar(field, node.asText()));
    }

    private static String managerKey(JsonNode entry) {
        return String.join(
                "|",
                entry.path("operation").asText(),
                entry.path("manager").asText(),
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText());
    }

    private String version(String value) {
        if (value.isEmpty() || value.equals(LIST_VERSION) || isGivenVersion(value)) {
            return value;
        }
        return versions.computeIfAbsent(value, _ -> "v" + (versions.size() + 1));
    }

    private String scalar(String field, String value) {
        if (field.equals("cells") && AGE.matcher(value).matches()) {
            return "<age>";
        }
        return text(value);
    }

    private String text(String value) {
        String result = value;
        for (Map.Entry<String, String> each : names.entrySet()) {
            result = result.replace(each.getKey(), each.getValue());
        }
        for (Map.Entry<String, Pattern> each : prefixes.entrySet()) {
            result = replace(each.getValue(), result, name -> generated(each.getKey(), name));
        }
        if (mayHoldDigits(result)) {
            result = replace(UID, result, match -> uids.computeIfAbsent(match, _ -> "u" + (uids.size() + 1)));
            result = replace(TIME, result, match -> match.contains(".") ? "<microtime>" : "<time>");
            result = replace(GO_TIME, result, _ -> "<time>");
            result = replace(VERSION_IN_MESSAGE, result, this::isGivenVersion, this::versionInMessage);
            result = replace(CURRENT_VERSION, result, this::isGivenVersion, _ -> "<version>");
            result = replace(ADDRESS, result, _ -> "<address>");
        }
        return result;
    }

    private String versionInMessage(String value) {
        return versions.getOrDefault(value, "<version>");
    }

    private static boolean mayHoldDigits(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private interface Replacement {
        String of(String match);
    }

    private String replace(Pattern pattern, String text, Replacement replacement) {
        return replace(pattern, text, this::isGiven, replacement);
    }

    private static String replace(Pattern pattern, String text, Predicate<String> isGiven, Replacement replacement) {
        return pattern.matcher(text)
                .replaceAll((MatchResult match) -> Matcher.quoteReplacement(
                        isGiven.test(match.group()) ? match.group() : replacement.of(match.group())));
    }

    private boolean isGiven(String value) {
        return given.contains(value);
    }

    private boolean isGivenVersion(String value) {
        return given.contains("resourceVersion=" + value) || given.contains("resourceVersion: \"" + value + "\"");
    }
}
