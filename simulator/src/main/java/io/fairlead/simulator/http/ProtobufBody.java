package io.fairlead.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.http.ProtobufTypes.Field;
import io.fairlead.simulator.http.ProtobufTypes.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Reads objects in Kubernetes' protobuf form, which `kubectl create namespace` and its like send unasked: four magic
/// bytes, an envelope with version and kind, and the object. Answers are never written in it.
final class ProtobufBody {
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int DEPTH_MAX = 64;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProtobufBody() {}

    /// @return empty if the kind is not known here
    /// @throws IOException if the bytes are no such object
    static Optional<ObjectNode> read(byte[] body) throws IOException {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("the protobuf form begins with 'k8s' and a zero");
        }
        String apiVersion = "";
        String kind = "";
        Wire envelope = new Wire(body, MAGIC.length, body.length);
        Wire raw = new Wire(body, 0, 0);
        while (envelope.next()) {
            switch (envelope.field()) {
                case 1 -> {
                    Wire type = envelope.message();
                    while (type.next()) {
                        switch (type.field()) {
                            case 1 -> apiVersion = type.text();
                            case 2 -> kind = type.text();
                            default -> type.skip();
                        }
                    }
                }
                case 2 -> raw = envelope.message();
                default -> envelope.skip();
            }
        }
        Map<Integer, Field> fields = ProtobufTypes.find(typeName(apiVersion, kind));
        if (fields == null) {
            return Optional.empty();
        }
        ObjectNode object = NODES.objectNode();
        object.put("kind", kind).put("apiVersion", apiVersion);
        readInto(object, raw, fields, 0);
        return Optional.of(object);
    }

    /// `apps/v1` and `Deployment` make `apps/v1.Deployment`; of a group with dots the first part counts.
    private static String typeName(String apiVersion, String kind) {
        if (kind.equals("DeleteOptions")) {
            return "meta/v1.DeleteOptions";
        }
        int slash = apiVersion.indexOf('/');
        if (slash < 0) {
            return "core/" + apiVersion + "." + kind;
        }
        String group = apiVersion.substring(0, slash);
        int dot = group.indexOf('.');
        return (dot < 0 ? group : group.substring(0, dot)) + apiVersion.substring(slash) + "." + kind;
    }

    private static void readInto(ObjectNode object, Wire wire, Map<Integer, Field> fields, int depth)
            throws IOException {
        if (depth > DEPTH_MAX) {
            throw new IOException("nested too deeply");
        }
        while (wire.next()) {
            Field field = fields.get(wire.field());
            if (field == null) {
                wire.skip();
            } else if (field.name().isEmpty()) {
                readInto(object, wire.message(), fields(field.type()), depth + 1);
            } else {
                switch (field.shape()) {
                    case ONE -> {
                        JsonNode value = value(wire, field.type(), depth);
                        if (!isLeftOut(field, value)) {
                            object.set(field.name(), value);
                        }
                    }
                    case LIST -> list(object, field.name()).add(value(wire, field.type(), depth));
                    case MAP -> readEntry(object, field, wire.message(), depth);
                }
            }
        }
    }

    private static ArrayNode list(ObjectNode object, String name) {
        return object.get(name) instanceof ArrayNode present ? present : object.putArray(name);
    }

    private static void readEntry(ObjectNode object, Field field, Wire entry, int depth) throws IOException {
        ObjectNode map =
                object.get(field.name()) instanceof ObjectNode present ? present : object.putObject(field.name());
        String key = "";
        JsonNode value = NODES.textNode("");
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = value(entry, field.type(), depth);
                default -> entry.skip();
            }
        }
        map.set(key, value);
    }

    /// The protobuf form always carries values that may not be absent, also where they are empty; JSON leaves them
    /// out.
    private static boolean isLeftOut(Field field, JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        boolean isEmpty = value.isTextual()
                ? value.asText().isEmpty()
                : value.isBoolean() ? !value.asBoolean() : value.isNumber() && value.asDouble() == 0;
        return field.shape() == Shape.ONE && field.omitsEmpty() && isEmpty;
    }

    private static Map<Integer, Field> fields(String type) throws IOException {
        Map<Integer, Field> fields = ProtobufTypes.find(type);
        if (fields == null) {
            throw new IOException("the type " + type + " is not known");
        }
        return fields;
    }

    private static JsonNode value(Wire wire, String type, int depth) throws IOException {
        return switch (type) {
            case "s" -> NODES.textNode(wire.text());
            case "i" -> NODES.numberNode(wire.integer());
            case "b" -> NODES.booleanNode(wire.integer() != 0);
            case "B" -> NODES.textNode(Base64.getEncoder().encodeToString(wire.bytes()));
            case "d" -> NODES.numberNode(Double.longBitsToDouble(wire.integer()));
            case "Time" -> time(wire.message(), SECONDS);
            case "MicroTime" -> time(wire.message(), MICROS);
            case "Quantity" -> onlyField(wire.message());
            case "Duration" -> NODES.textNode(onlyNumber(wire.message()) + "ns");
            case "IntOrString" -> intOrString(wire.message());
            case "RawExtension", "FieldsV1" -> json(wire.message());
            default -> {
                ObjectNode object = NODES.objectNode();
                readInto(object, wire.message(), fields(type), depth + 1);
                yield object;
            }
        };
    }

    private static JsonNode time(Wire wire, DateTimeFormatter format) throws IOException {
        long seconds = 0;
        long nanos = 0;
        boolean isEmpty = true;
        while (wire.next()) {
            isEmpty = false;
            switch (wire.field()) {
                case 1 -> seconds = wire.integer();
                case 2 -> nanos = wire.integer();
                default -> wire.skip();
            }
        }
        return isEmpty ? NODES.nullNode() : NODES.textNode(format.format(Instant.ofEpochSecond(seconds, nanos)));
    }

    private static JsonNode onlyField(Wire wire) throws IOException {
        String text = "";
        while (wire.next()) {
            text = wire.text();
        }
        return NODES.textNode(text);
    }

    private static long onlyNumber(Wire wire) throws IOException {
        long number = 0;
        while (wire.next()) {
            number = wire.integer();
        }
        return number;
    }

    private static JsonNode intOrString(Wire wire) throws IOException {
        long type = 0;
        long number = 0;
        String text = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> type = wire.integer();
                case 2 -> number = wire.integer();
                case 3 -> text = wire.text();
                default -> wire.skip();
            }
        }
        return type == 0 ? NODES.numberNode(number) : NODES.textNode(text);
    }

    private static JsonNode json(Wire wire) throws IOException {
        byte[] raw = {};
        while (wire.next()) {
            raw = wire.bytes();
        }
        try {
            return raw.length == 0 ? NODES.nullNode() : JSON.readTree(raw);
        } catch (JsonProcessingException e) {
            throw new IOException("the JSON inside is malformed: " + e.getOriginalMessage(), e);
        }
    }

    /// The fields of one message, first to last. Every step is checked against the message's end.
    private static final class Wire {
        private static final int VARINT = 0;
        private static final int FIXED_64 = 1;
        private static final int LENGTH = 2;
        private static final int FIXED_32 = 5;
        private static final int VARINT_BYTES_MAX = 10;

        private final byte[] bytes;
        private final int end;
        private int at;
        private int field;
        private int type;

        Wire(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        boolean next() throws IOException {
            if (at >= end) {
                return false;
            }
            long tag = varint();
            field = (int) (tag >>> 3);
            type = (int) (tag & 7);
            return true;
        }

        int field() {
            return field;
        }

        long integer() throws IOException {
            return switch (type) {
                case VARINT -> varint();
                case FIXED_64 -> fixed(8);
                case FIXED_32 -> fixed(4);
                default -> throw new IOException("a number was expected in field " + field);
            };
        }

        Wire message() throws IOException {
            int length = length();
            Wire inner = new Wire(bytes, at, at + length);
            at += length;
            return inner;
        }

        byte[] bytes() throws IOException {
            int length = length();
            byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return copy;
        }

        String text() throws IOException {
            int length = length();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        void skip() throws IOException {
            if (type == LENGTH) {
                int length = length();
                at += length;
            } else {
                integer();
            }
        }

        private int length() throws IOException {
            if (type != LENGTH) {
                throw new IOException("bytes were expected in field " + field);
            }
            long length = varint();
            if (length < 0 || length > end - at) {
                throw new IOException("a field is longer than what it is in");
            }
            return (int) length;
        }

        private long varint() throws IOException {
            long value = 0;
            for (int i = 0; i < VARINT_BYTES_MAX; i++) {
                byte next = octet();
                value |= (long) (next & 0x7f) << (7 * i);
                if (next >= 0) {
                    return value;
                }
            }
            throw new IOException("a number is too long");
        }

        private long fixed(int count) throws IOException {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value |= (long) (octet() & 0xff) << (8 * i);
            }
            return value;
        }

        private byte octet() throws IOException {
            if (at >= end) {
                throw new IOException("the object ends too early");
            }
            return bytes[at++];
        }
    }
}
