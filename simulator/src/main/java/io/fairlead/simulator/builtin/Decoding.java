package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.simulator.builtin.GoType.Entries;
import io.fairlead.simulator.builtin.GoType.Field;
import io.fairlead.simulator.builtin.GoType.Items;
import io.fairlead.simulator.builtin.GoType.Pointer;
import io.fairlead.simulator.builtin.GoType.Scalar;
import io.fairlead.simulator.builtin.GoType.Struct;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads JSON as a Go program reads it into its types and prints it again: type errors, unknown fields, zero values,
/// canonical quantities and times, and the defaults that belong to a type. One instance reads one object.
final class Decoding {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /// As the decoder of kube-apiserver.
    private static final int STRICT_ERRORS_MAX = 100;

    /// A value has the wrong type. The message is the decoder's; the caller says of which object.
    static final class DecodeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DecodeException(String message) {
            super(message, null, false, false);
        }
    }

    private final Map<String, TypeDefaults> defaults;
    private final Set<String> strictErrors = new LinkedHashSet<>();
    // Steps to the present value: a Field, an Integer, or the String of a map's key.
    private final Deque<Object> steps = new ArrayDeque<>();
    private @Nullable String firstTypeError;
    private @Nullable Struct innermost;

    /// @param defaults by the key of a type
    Decoding(Map<String, TypeDefaults> defaults) {
        this.defaults = defaults;
    }

    /// Fills in the defaults of one type.
    interface TypeDefaults {
        void fill(ObjectNode value);
    }

    List<String> strictErrors() {
        return List.copyOf(strictErrors);
    }

    /// Reads the whole object.
    ///
    /// @throws DecodeException for the first wrong type
    ObjectNode read(Struct type, JsonNode body) {
        JsonNode read = value(type, body);
        if (firstTypeError != null) {
            throw new DecodeException(firstTypeError);
        }
        return (ObjectNode) read;
    }

    /// The same, as a refused request.
    static StatusException refused(String kind, String version, DecodeException e) {
        return StatusException.badRequest(kind + " in version " + GoText.quote(version) + " cannot be handled as a "
                + kind + ": " + e.getMessage());
    }

    // Never null: the zero value stands for what is absent or null.
    private JsonNode value(GoType type, JsonNode node) {
        return switch (type) {
            case Struct struct -> struct(struct, node);
            case Pointer pointer ->
                node.isNull() || node.isMissingNode() ? NullNode.instance : value(pointer.to(), node);
            case Items items -> items(items, node);
            case Entries entries -> entries(entries, node);
            case Scalar scalar -> node.isNull() || node.isMissingNode() ? zero(scalar) : scalar(scalar, node);
        };
    }

    private JsonNode struct(Struct type, JsonNode node) {
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            mismatch(node, type);
        }
        List<Field> fields = type.fields();
        @Nullable JsonNode[] found = new JsonNode[fields.size()];
        Struct outer = innermost;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = type.field(entry.getKey());
            if (field == null) {
                unknown(entry.getKey());
                continue;
            }
            innermost = type;
            steps.addLast(field);
            found[field.index()] = value(field.type(), entry.getValue());
            steps.removeLast();
        }
        innermost = outer;
        ObjectNode out = NODES.objectNode();
        for (int i = 0; i < found.length; i++) {
            emit(out, fields.get(i), found[i]);
        }
        TypeDefaults own = defaults.get(type.key());
        if (own != null) {
            own.fill(out);
        }
        return out;
    }

    private void emit(ObjectNode out, Field field, @Nullable JsonNode found) {
        if (found == null) {
            if (field.isAlwaysPrinted()) {
                out.set(field.name(), value(field.type(), NODES.missingNode()));
            }
        } else if (!field.isOmitted(found)) {
            out.set(field.name(), found);
        }
    }

    private JsonNode items(Items type, JsonNode node) {
        if (!node.isArray()) {
            if (!node.isNull() && !node.isMissingNode()) {
                mismatch(node, type);
            }
            return NullNode.instance;
        }
        // Stored objects have been through protobuf, which knows no empty list.
        if (node.isEmpty()) {
            return NullNode.instance;
        }
        ArrayNode out = NODES.arrayNode(node.size());
        Struct outer = innermost;
        for (int i = 0; i < node.size(); i++) {
            steps.addLast(i);
            out.add(value(type.of(), node.get(i)));
            steps.removeLast();
            innermost = outer;
        }
        return out;
    }

    private JsonNode entries(Entries type, JsonNode node) {
        if (!node.isObject()) {
            if (!node.isNull() && !node.isMissingNode()) {
                mismatch(node, type);
            }
            return NullNode.instance;
        }
        if (node.isEmpty()) {
            return NullNode.instance;
        }
        boolean isResources = type.goName().equals("v1.ResourceList");
        ObjectNode out = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            steps.addLast(entry.getKey());
            JsonNode value = value(type.of(), entry.getValue());
            steps.removeLast();
            out.set(entry.getKey(), isResources ? roundedToMilli(value) : value);
        }
        return out;
    }

    private static JsonNode roundedToMilli(JsonNode quantity) {
        String text = quantity.textValue();
        boolean isFine = text.indexOf('n') < 0 && text.indexOf('u') < 0;
        return isFine
                ? quantity
                : TextNode.valueOf(Quantity.parse(text).roundedToMilli().toString());
    }

    private static JsonNode zero(Scalar type) {
        return switch (type.leaf()) {
            case STRING -> TextNode.valueOf("");
            case BOOL -> BooleanNode.FALSE;
            case INT, FLOAT -> IntNode.valueOf(0);
            case QUANTITY -> TextNode.valueOf("0");
            case INT_OR_STRING -> IntNode.valueOf(0);
            case DURATION -> TextNode.valueOf("0s");
            case BYTES, TIME, MICRO_TIME, RAW, SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS -> NullNode.instance;
        };
    }

    private JsonNode scalar(Scalar type, JsonNode node) {
        return switch (type.leaf()) {
            case STRING -> node.isTextual() ? node : mismatch(node, type);
            case BOOL -> node.isBoolean() ? node : mismatch(node, type);
            case INT -> integer(type, node);
            case FLOAT -> node.isNumber() ? node : mismatch(node, type);
            case BYTES -> node.isTextual() ? bytes(node.textValue()) : mismatch(node, type);
            case QUANTITY -> quantity(node);
            case INT_OR_STRING -> intOrString(node);
            case TIME, MICRO_TIME, DURATION -> time(type, node);
            case RAW -> node;
            case SCHEMA_OR_BOOL -> node.isBoolean() ? node : schema(node);
            case SCHEMA_OR_STRINGS -> node.isArray() ? node : schema(node);
            case SCHEMA_OR_ARRAY -> node.isArray() ? schemas(node) : schema(node);
        };
    }

    private JsonNode schema(JsonNode node) {
        return value(GoTypes.struct("apiextensions/v1.JSONSchemaProps"), node);
    }

    private JsonNode schemas(JsonNode node) {
        ArrayNode out = NODES.arrayNode(node.size());
        for (JsonNode each : node) {
            out.add(schema(each));
        }
        return out;
    }

    private JsonNode integer(Scalar type, JsonNode node) {
        boolean fits = node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= type.min()
                && node.longValue() <= type.max();
        if (fits) {
            return node;
        }
        return node.isNumber() ? mismatch("number " + node.asText(), type) : mismatch(node, type);
    }

    private JsonNode bytes(String text) {
        try {
            byte[] content = Base64.getDecoder().decode(text);
            return content.length == 0 ? TextNode.valueOf("") : TextNode.valueOf(text);
        } catch (IllegalArgumentException e) {
            remember("illegal base64 data at input byte " + base64Mistake(text));
            return NullNode.instance;
        }
    }

    private static int base64Mistake(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean isLetter =
                    (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9');
            if (!isLetter && each != '+' && each != '/') {
                return i;
            }
        }
        return text.length() / 4 * 4;
    }

    private static JsonNode quantity(JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            throw new DecodeException(malformedQuantity());
        }
        String text = node.asText().strip();
        try {
            String canonical = Quantity.canonical(text);
            return node.isTextual() && canonical.equals(node.textValue()) ? node : TextNode.valueOf(canonical);
        } catch (Quantity.FormatException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    private static String malformedQuantity() {
        try {
            return Quantity.parse("").toString();
        } catch (Quantity.FormatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private JsonNode intOrString(JsonNode node) {
        if (node.isTextual()) {
            return node;
        }
        boolean fits = node.isIntegralNumber() && node.canConvertToInt();
        if (!fits) {
            String what = node.isNumber() ? "number " + node.asText() : words(node);
            throw new DecodeException(unmarshalling(what, "int32"));
        }
        return node;
    }

    private JsonNode time(Scalar type, JsonNode node) {
        if (!node.isTextual()) {
            throw new DecodeException(unmarshalling(words(node), "string"));
        }
        String text = node.textValue();
        try {
            String canonical = switch (type.leaf()) {
                case MICRO_TIME -> GoTimes.canonicalMicros(text);
                case DURATION -> GoTimes.canonicalDuration(text);
                default -> GoTimes.canonicalSeconds(text);
            };
            return canonical.equals(text) ? node : TextNode.valueOf(canonical);
        } catch (GoTimes.FormatException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode mismatch(JsonNode node, GoType type) {
        return mismatch(words(node), type);
    }

    private JsonNode mismatch(String what, GoType type) {
        remember(unmarshalling(what, type.goName()));
        return NullNode.instance;
    }

    private String unmarshalling(String what, String type) {
        Struct struct = innermost;
        String place = struct == null
                ? "Go value"
                : "Go struct field " + struct.simpleName() + "." + String.join(".", fieldNames());
        return "json: cannot unmarshal " + what + " into " + place + " of type " + type;
    }

    private void remember(String message) {
        if (firstTypeError == null) {
            firstTypeError = message;
        }
    }

    private List<String> fieldNames() {
        List<String> names = new ArrayList<>();
        for (Object step : steps) {
            if (step instanceof Field field) {
                names.add(field.embeddedIn() + field.name());
            }
        }
        return names;
    }

    private static String words(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case NULL, MISSING -> "null";
        };
    }

    private void unknown(String name) {
        if (strictErrors.size() < STRICT_ERRORS_MAX) {
            strictErrors.add("unknown field " + GoText.quote(path(name)));
        }
    }

    private String path(String last) {
        StringBuilder text = new StringBuilder();
        Iterator<Object> each = steps.iterator();
        while (each.hasNext()) {
            switch (each.next()) {
                case Integer index -> text.append('[').append(index).append(']');
                case Field field -> text.append(text.isEmpty() ? "" : ".").append(field.name());
                case Object key -> text.append(text.isEmpty() ? "" : ".").append(key);
            }
        }
        return text.append(text.isEmpty() ? "" : ".").append(last).toString();
    }
}
