package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.Map;

/// RFC 7386.
final class MergePatch {
    private MergePatch() {}

    static ObjectNode apply(ObjectNode live, JsonNode patch) {
        if (patch.isNull()) {
            throw StatusException.badRequest("Invalid JSON Patch");
        }
        if (!(patch instanceof ObjectNode object)) {
            throw StatusException.badRequest("error decoding patch: json: cannot unmarshal "
                    + PatchErrors.jsonType(patch) + " into Go value of type map[string]interface {}");
        }
        return merge(live, object);
    }

    private static ObjectNode merge(ObjectNode live, ObjectNode patch) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merged.setAll(live);
        for (Map.Entry<String, JsonNode> each : patch.properties()) {
            JsonNode value = each.getValue();
            if (value.isNull()) {
                merged.remove(each.getKey());
                continue;
            }
            JsonNode present = live.get(each.getKey());
            if (present instanceof ObjectNode left) {
                merged.set(each.getKey(), value instanceof ObjectNode right ? merge(left, right) : value);
            } else {
                merged.set(each.getKey(), withoutNulls(value));
            }
        }
        return merged;
    }

    /// Nulls in new objects say nothing; those that are items of lists are kept.
    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                if (!each.getValue().isNull()) {
                    kept.set(each.getKey(), withoutNulls(each.getValue()));
                }
            }
            return kept;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> kept.add(withoutNulls(item)));
            return kept;
        }
        return value;
    }
}
