package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Short reads and writes in JSON trees.
final class Trees {
    private Trees() {}

    /// Absent, null or an empty text: what Go sees as the zero value of a field that may be empty.
    static boolean isUnset(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty());
    }

    /// The text, or an empty one.
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    static long number(JsonNode object, String field) {
        return object.path(field).asLong(0);
    }

    /// The node that a parser would have made of it.
    static JsonNode number(long value) {
        boolean fits = value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
        return fits ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    static boolean flag(JsonNode object, String field) {
        return object.path(field).asBoolean(false);
    }

    static boolean has(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && !value.isNull();
    }

    /// The texts of a list.
    static List<String> texts(JsonNode list) {
        List<String> all = new ArrayList<>(list.size());
        for (JsonNode each : list) {
            all.add(each.asText());
        }
        return all;
    }

    /// The object at a field; made if there is none.
    static ObjectNode object(ObjectNode in, String field) {
        return in.get(field) instanceof ObjectNode present ? present : in.putObject(field);
    }

    /// The list at a field; made if there is none.
    static ArrayNode list(ObjectNode in, String field) {
        return in.get(field) instanceof ArrayNode present ? present : in.putArray(field);
    }

    /// Sets the field, or removes it where there is nothing to set.
    static void put(ObjectNode in, String field, @Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            in.remove(field);
        } else {
            in.set(field, value);
        }
    }

    /// Whether two parts mean the same: absent, null, empty lists and empty maps do.
    static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(other) || (isEmpty(one) && isEmpty(other));
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    /// A copy without some fields; parts are shared.
    static ObjectNode without(JsonNode object, String... fields) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll((ObjectNode) (object.isObject() ? object : JsonNodeFactory.instance.objectNode()));
        return copy.remove(List.of(fields));
    }

    static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? NullNode.instance : value;
    }
}
