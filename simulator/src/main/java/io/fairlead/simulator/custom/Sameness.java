package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When two values are the same: as Go's `reflect.DeepEqual` sees decoded JSON, and, with a schema, as ratcheting
/// (KEP-4008) does.
final class Sameness {
    private Sameness() {}

    /// One node in two trees: nobody has touched it.
    @SuppressWarnings("ReferenceEquality")
    static boolean isSameNode(JsonNode left, JsonNode right) {
        return left == right;
    }

    /// Integers are the same whatever Jackson keeps them in, but 1 and 1.0 differ.
    static boolean same(JsonNode left, JsonNode right) {
        if (isSameNode(left, right)) {
            return true;
        }
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        if (left.isObject()) {
            for (Map.Entry<String, JsonNode> entry : left.properties()) {
                JsonNode other = right.get(entry.getKey());
                if (other == null || !same(entry.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        if (left.isArray()) {
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left.isNumber()) {
            if (left.isIntegralNumber() != right.isIntegralNumber()) {
                return false;
            }
            return left.isIntegralNumber()
                    ? left.bigIntegerValue().equals(right.bigIntegerValue())
                    : left.doubleValue() == right.doubleValue();
        }
        return left.equals(right);
    }

    /// Whether errors of an unchanged value are tolerated: lists of type map are compared by key, and an object with a
    /// field that no schema describes is never the same.
    static boolean ratchets(@Nullable SchemaNode schema, JsonNode value, JsonNode old) {
        if (value.isNull() || old.isNull()) {
            return value.isNull() && old.isNull();
        }
        if (isSameNode(value, old) && schema != null && schema.isFullyKnown) {
            return true;
        }
        if (value.getNodeType() != old.getNodeType() || value.size() != old.size()) {
            return false;
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode before = old.get(entry.getKey());
                SchemaNode field = schema == null ? null : schema.field(entry.getKey());
                if (before == null || field == null || !ratchets(field, entry.getValue(), before)) {
                    return false;
                }
            }
            return true;
        }
        if (value.isArray() && schema != null && schema.listType.equals("map")) {
            for (JsonNode item : value) {
                JsonNode before = counterpart(schema, item, old);
                if (before == null || !ratchets(schema.items, item, before)) {
                    return false;
                }
            }
            return true;
        }
        return same(value, old);
    }

    /// The item of the old list that has the same keys; null where there is none or the list is not of type map.
    static @Nullable JsonNode counterpart(@Nullable SchemaNode list, JsonNode item, @Nullable JsonNode old) {
        if (list == null || old == null || !list.listType.equals("map") || !item.isObject() || !old.isArray()) {
            return null;
        }
        for (JsonNode candidate : old) {
            if (candidate.isObject() && haveSameKeys(list.listMapKeys, item, candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean haveSameKeys(List<String> keys, JsonNode left, JsonNode right) {
        for (String key : keys) {
            JsonNode value = left.path(key);
            boolean isScalar = value.isTextual() || value.isNumber() || value.isBoolean();
            if (!isScalar || !same(value, right.path(key))) {
                return false;
            }
        }
        return true;
    }
}
