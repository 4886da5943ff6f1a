package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schema.ListType;
import io.fairlead.simulator.schema.Schema.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What structured-merge-diff reads out of a schema. A null schema stands for a field that nothing is declared of: its
/// maps merge, its lists are atomic.
final class Types {
    private Types() {}

    enum Kind {
        SCALAR,
        LIST,
        MAP
    }

    /// What a value of a type is merged as; where anything is allowed, the value decides.
    static Kind kind(@Nullable Schema schema, @Nullable JsonNode value) {
        Shape shape = schema == null ? Shape.ANY : schema.shape();
        return switch (shape) {
            case OBJECT, MAP -> Kind.MAP;
            case LIST -> Kind.LIST;
            case SCALAR -> Kind.SCALAR;
            case ANY -> {
                if (value == null || value.isNull() || value.isObject()) {
                    yield Kind.MAP;
                }
                yield value.isArray() ? Kind.LIST : Kind.SCALAR;
            }
        };
    }

    static boolean isAtomicMap(@Nullable Schema schema) {
        return schema != null && schema.isAtomic();
    }

    static boolean isAtomicList(@Nullable Schema schema) {
        return schema == null || schema.listType() == ListType.ATOMIC;
    }

    static @Nullable Schema field(@Nullable Schema schema, String name) {
        if (schema == null) {
            return null;
        }
        Schema declared = schema.properties().get(name);
        return declared != null ? declared : schema.values().orElse(null);
    }

    static @Nullable Schema items(@Nullable Schema schema) {
        return schema == null ? null : schema.items().orElse(null);
    }

    static boolean isNamed(@Nullable Schema schema, String field) {
        return schema != null && schema.properties().containsKey(field);
    }

    /// Which item of an associative list it is.
    ///
    /// @throws MalformedException if the item has no identity
    static Element element(Schema list, JsonNode item) {
        if (list.listMapKeys().isEmpty()) {
            if (item.isObject()) {
                throw new MalformedException("associative list without keys has an element that's a map type");
            }
            if (item.isArray()) {
                throw new MalformedException("not supported: associative list with lists as elements");
            }
            if (item.isNull()) {
                throw new MalformedException("associative list without keys has an element that's an explicit null");
            }
            return Element.value(item);
        }
        if (item.isNull()) {
            throw new MalformedException("associative list with keys may not have a null element");
        }
        if (!item.isObject()) {
            throw new MalformedException("associative list with keys may not have non-map elements");
        }
        return keyed(list, item);
    }

    private static Element keyed(Schema list, JsonNode item) {
        TreeMap<String, JsonNode> keys = new TreeMap<>();
        for (String key : list.listMapKeys()) {
            JsonNode value = item.get(key);
            if (value != null) {
                keys.put(key, value);
            } else {
                defaultOf(list, key).ifPresent(found -> keys.put(key, found));
            }
        }
        if (keys.isEmpty()) {
            StringBuilder names = new StringBuilder();
            list.listMapKeys()
                    .forEach(key -> names.append(names.isEmpty() ? "" : " ")
                            .append('"')
                            .append(key)
                            .append('"'));
            throw new MalformedException("associative list with keys has an element that omits all key fields [" + names
                    + "] (and doesn't have default values for any key fields)");
        }
        return Element.keyed(keys);
    }

    private static Optional<JsonNode> defaultOf(Schema list, String key) {
        Schema field = field(items(list), key);
        return field == null ? Optional.empty() : field.defaultValue();
    }

    /// An object of a type before anything was set: of a Go type that has the structs and the lists that are always
    /// printed, of a custom resource nothing.
    static ObjectNode empty(Schema schema) {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        if (schema.isTyped()) {
            for (Map.Entry<String, Schema> each : schema.properties().entrySet()) {
                JsonNode zero = zero(schema, each.getKey(), each.getValue());
                if (zero != null) {
                    empty.set(each.getKey(), zero);
                }
            }
        }
        return empty;
    }

    private static @Nullable JsonNode zero(Schema parent, String name, Schema field) {
        JsonNode initial = field.defaultValue().orElse(null);
        if (initial != null && initial.isObject() && initial.isEmpty() && field.shape() == Shape.OBJECT) {
            return empty(field);
        }
        if (initial == null) {
            // Times are printed where they are not set, too, unless they are pointers: those are never null.
            return parent.required().contains(name) || field.isTime() ? NullNode.instance : null;
        }
        boolean isZero = initial.asText().isEmpty()
                || initial.asText().equals("0")
                || initial.asText().equals("false");
        return initial.isValueNode() && isZero ? initial : null;
    }

    static @Nullable ArrayNode list(@Nullable JsonNode value) {
        return value instanceof ArrayNode array ? array : null;
    }

    static @Nullable ObjectNode map(@Nullable JsonNode value) {
        return value instanceof ObjectNode object ? object : null;
    }

    static boolean isEmpty(@Nullable JsonNode container) {
        return container == null || container.isEmpty();
    }

    /// Equality of values: of numbers by their value.
    @SuppressWarnings("ReferenceEquality") // Shared subtrees are the common case.
    static boolean equal(JsonNode left, JsonNode right) {
        if (left == right) {
            return true;
        }
        if (left.isNumber() && right.isNumber()) {
            return (left.isIntegralNumber() && right.isIntegralNumber())
                    ? left.longValue() == right.longValue()
                    : left.doubleValue() == right.doubleValue();
        }
        if (!left.isContainerNode()) {
            return left.equals(right);
        }
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        if (left.isArray()) {
            for (int i = 0; i < left.size(); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        for (Map.Entry<String, JsonNode> each : left.properties()) {
            JsonNode other = right.get(each.getKey());
            if (other == null || !equal(each.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    /// A value that is not what its type says.
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }
}
