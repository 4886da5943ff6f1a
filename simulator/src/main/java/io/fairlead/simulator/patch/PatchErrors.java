package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.simulator.wire.StatusException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The API server's answers to patches that it refuses, and how Go prints values in them.
final class PatchErrors {
    private PatchErrors() {}

    /// What is wrong with an operation never reaches the client.
    static StatusException unprocessable() {
        return StatusException.of(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request",
                JsonNodeFactory.instance.objectNode());
    }

    /// An error that the API server does not translate.
    static StatusException internal(String message) {
        return StatusException.of(500, "", message, JsonNodeFactory.instance.missingNode());
    }

    static StatusException tooManyOperations(int max, int found) {
        return StatusException.of(
                413,
                "RequestEntityTooLarge",
                "Request entity too large: The allowed maximum operations in a JSON patch is " + max + ", got " + found,
                JsonNodeFactory.instance.missingNode());
    }

    static StatusException noMergeKey(JsonNode item, String key) {
        return internal("map: " + print(item) + " does not contain declared merge key: " + key);
    }

    static StatusException badDirective(JsonNode directive, JsonNode patch) {
        return internal("unknown patch type: " + print(directive) + " in map: " + print(patch));
    }

    static StatusException badType(String expected, JsonNode found) {
        return internal("expected a " + expected + ", but received a " + goType(found));
    }

    /// As Go's `encoding/json` names a JSON value in an error.
    static String jsonType(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private static String goType(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case NUMBER -> node.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "<nil>";
        };
    }

    /// As Go's `%v` prints it.
    static String print(JsonNode node) {
        if (node.isObject()) {
            StringJoiner fields = new StringJoiner(" ", "map[", "]");
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            sorted.forEach((name, value) -> fields.add(name + ":" + print(value)));
            return fields.toString();
        }
        if (node.isArray()) {
            StringJoiner items = new StringJoiner(" ", "[", "]");
            node.forEach(item -> items.add(print(item)));
            return items.toString();
        }
        return node.isNull() || node.isMissingNode() ? "<nil>" : node.asText();
    }
}
