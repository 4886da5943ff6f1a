package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills in defaults, in place. A null where null is not allowed counts as absent.
final class Defaulting {
    private Defaulting() {}

    static void apply(JsonNode value, @Nullable SchemaNode schema) {
        if (schema == null || !schema.hasDefaults) {
            return;
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, SchemaNode> entry : schema.properties.entrySet()) {
                SchemaNode field = entry.getValue();
                if (field.defaultValue != null && isAbsent(object.get(entry.getKey()), field)) {
                    object.set(entry.getKey(), field.defaultValue.deepCopy());
                }
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                SchemaNode field = schema.properties.get(entry.getKey());
                if (field == null && schema.additional != null) {
                    field = schema.additional;
                    replaceNull(entry, field);
                }
                apply(entry.getValue(), field);
            }
        } else if (value instanceof ArrayNode array && schema.items != null) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode preset = schema.items.defaultValue;
                if (array.get(i).isNull() && !schema.items.isNullable && preset != null) {
                    array.set(i, preset.deepCopy());
                }
                apply(array.get(i), schema.items);
            }
        }
    }

    private static boolean isAbsent(@Nullable JsonNode value, SchemaNode field) {
        return value == null || (value.isNull() && !field.isNullable);
    }

    private static void replaceNull(Map.Entry<String, JsonNode> entry, SchemaNode field) {
        if (entry.getValue().isNull() && !field.isNullable && field.defaultValue != null) {
            entry.setValue(field.defaultValue.deepCopy());
        }
    }
}
