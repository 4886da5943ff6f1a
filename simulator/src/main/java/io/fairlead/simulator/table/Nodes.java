package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads of JSON trees in the way that printers need them: what is absent reads as empty or zero.
final class Nodes {
    private Nodes() {}

    static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String field : path) {
            JsonNode next = at.get(field);
            if (next == null || next.isNull()) {
                return MissingNode.getInstance();
            }
            at = next;
        }
        return at;
    }

    static boolean has(JsonNode node, String... path) {
        return !at(node, path).isMissingNode();
    }

    static String text(JsonNode node, String... path) {
        return at(node, path).asText();
    }

    static String textOr(String otherwise, JsonNode node, String... path) {
        String text = text(node, path);
        return text.isEmpty() ? otherwise : text;
    }

    static long number(JsonNode node, String... path) {
        return at(node, path).asLong();
    }

    static boolean flag(JsonNode node, String... path) {
        return at(node, path).asBoolean();
    }

    static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    static boolean isDeleting(JsonNode object) {
        return has(object, "metadata", "deletionTimestamp");
    }

    /// A field of every item, joined by commas.
    static String joined(JsonNode list, String field) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : list) {
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(item.path(field).asText());
        }
        return text.toString();
    }

    /// `status` of a condition, empty if there is no such condition.
    static String condition(JsonNode object, String type) {
        for (JsonNode condition : at(object, "status", "conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    /// Labels as `a=b,c=d`, by key; `<none>` for none.
    static String labels(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().asText()));
        List<String> words = new ArrayList<>();
        sorted.forEach((key, value) -> words.add(key + "=" + value));
        return words.isEmpty() ? Row.NONE : String.join(",", words);
    }

    /// A label selector in the words of k8s.io/apimachinery `labels.Selector`; empty if it selects all or nothing.
    static String selector(JsonNode selector) {
        Map<String, List<String>> byKey = new TreeMap<>();
        at(selector, "matchLabels")
                .properties()
                .forEach(label -> byKey.computeIfAbsent(label.getKey(), _ -> new ArrayList<>())
                        .add(label.getKey() + "=" + label.getValue().asText()));
        for (JsonNode each : at(selector, "matchExpressions")) {
            String key = each.path("key").asText();
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(requirement(key, each));
        }
        List<String> words = new ArrayList<>();
        byKey.values().forEach(words::addAll);
        return String.join(",", words);
    }

    private static String requirement(String key, JsonNode expression) {
        TreeSet<String> values = new TreeSet<>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        String list = " (" + String.join(",", values) + ")";
        return switch (expression.path("operator").asText()) {
            case "In" -> key + " in" + list;
            case "NotIn" -> key + " notin" + list;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    static String orNone(String text) {
        return text.isEmpty() ? Row.NONE : text;
    }
}
