package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Puts the fields of one tree into the order of another, so that only true differences show in a failed comparison.
final class Sorted {
    private Sorted() {}

    static JsonNode like(JsonNode model, JsonNode other) {
        if (model instanceof ObjectNode object && other instanceof ObjectNode second) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                if (second.has(each.getKey())) {
                    out.set(each.getKey(), like(each.getValue(), second.get(each.getKey())));
                }
            }
            for (Map.Entry<String, JsonNode> each : second.properties()) {
                if (!out.has(each.getKey())) {
                    out.set(each.getKey(), each.getValue());
                }
            }
            return out;
        }
        if (model instanceof ArrayNode array && other instanceof ArrayNode second) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < second.size(); i++) {
                out.add(i < array.size() ? like(array.get(i), second.get(i)) : second.get(i));
            }
            return out;
        }
        return other;
    }
}
