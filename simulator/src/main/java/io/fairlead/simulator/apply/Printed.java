package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Values as Go prints them in the messages of server-side apply.
final class Printed {
    private Printed() {}

    /// As structured-merge-diff prints values in paths: strings in quotes.
    static String value(JsonNode node) {
        return node.isTextual() ? node.toString() : node.asText();
    }

    /// `%v`.
    static String plain(JsonNode node) {
        if (node.isObject()) {
            StringJoiner fields = new StringJoiner(" ", "map[", "]");
            sorted(node).forEach((name, value) -> fields.add(name + ":" + plain(value)));
            return fields.toString();
        }
        if (node.isArray()) {
            StringJoiner items = new StringJoiner(" ", "[", "]");
            node.forEach(item -> items.add(plain(item)));
            return items.toString();
        }
        return node.isNull() ? "<nil>" : node.asText();
    }

    /// `%#v`.
    static String sharp(JsonNode node) {
        if (node.isObject()) {
            StringJoiner fields = new StringJoiner(", ", "map[string]interface {}{", "}");
            sorted(node).forEach((name, value) -> fields.add("\"" + name + "\":" + sharp(value)));
            return fields.toString();
        }
        if (node.isArray()) {
            StringJoiner items = new StringJoiner(", ", "[]interface {}{", "}");
            node.forEach(item -> items.add(sharp(item)));
            return items.toString();
        }
        return node.isNull() ? "interface {}(nil)" : value(node);
    }

    /// `%T`.
    static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case NUMBER -> node.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "<nil>";
        };
    }

    private static Map<String, JsonNode> sorted(JsonNode node) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }
}
