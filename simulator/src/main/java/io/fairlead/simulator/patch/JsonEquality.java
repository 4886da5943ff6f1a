package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// Equality of JSON, whatever classes its numbers have: `IntNode` 1 and `LongNode` 1 are one value, 1 and 1.0 are not.
public final class JsonEquality {
    private JsonEquality() {}

    // Shared subtrees are the common case: the same node needs no look inside.
    @SuppressWarnings("ReferenceEquality")
    public static boolean equal(JsonNode left, JsonNode right) {
        if (left == right) {
            return true;
        }
        if (left.isObject()) {
            return right.isObject() && left.size() == right.size() && equalFields(left, right);
        }
        if (left.isArray()) {
            return right.isArray() && left.size() == right.size() && equalItems(left, right);
        }
        if (left.isIntegralNumber()) {
            return right.isIntegralNumber() && equalIntegers(left, right);
        }
        return left.equals(right);
    }

    private static boolean equalFields(JsonNode left, JsonNode right) {
        for (Map.Entry<String, JsonNode> each : left.properties()) {
            JsonNode other = right.get(each.getKey());
            if (other == null || !equal(each.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalItems(JsonNode left, JsonNode right) {
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalIntegers(JsonNode left, JsonNode right) {
        if (left.canConvertToLong() && right.canConvertToLong()) {
            return left.longValue() == right.longValue();
        }
        return left.bigIntegerValue().equals(right.bigIntegerValue());
    }
}
