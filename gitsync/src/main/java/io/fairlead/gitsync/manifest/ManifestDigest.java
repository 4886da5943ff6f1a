package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Names a JSON value by its content.
public final class ManifestDigest {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PREFIX = "sha256:";

    private ManifestDigest() {}

    /// `sha256:` and the SHA-256 of the value's canonical JSON: no white space, keys sorted, numbers without
    /// needless digits (`1.0` is `1`). Equal for equal content, whatever the order of keys and the format of the
    /// file. A missing node counts as null.
    public static String of(JsonNode value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (JsonGenerator out =
                    JSON.createGenerator(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                write(value, out);
            }
            return PREFIX + HexFormat.of().formatHex(digest.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(JsonNode value, JsonGenerator out) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                var sorted = new TreeMap<String, JsonNode>();
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    sorted.put(field.getKey(), field.getValue());
                }
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode item : value) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case NUMBER -> out.writeNumber(canonical(value));
            case STRING -> out.writeString(value.textValue());
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            case NULL, MISSING -> out.writeNull();
            case BINARY, POJO -> throw new IllegalArgumentException("not a JSON value");
        }
    }

    private static String canonical(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        BigDecimal stripped = number.decimalValue().stripTrailingZeros();
        return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 20
                ? stripped.toBigIntegerExact().toString()
                : stripped.toString();
    }
}
