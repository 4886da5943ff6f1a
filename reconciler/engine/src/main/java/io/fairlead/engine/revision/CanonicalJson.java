package io.fairlead.engine.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Writes JSON as Go's `encoding/json` writes a map: compact, keys sorted by bytes, and `<`, `>`, `&`, U+2028 and
/// U+2029 escaped. A revision's name is a hash of this text.
final class CanonicalJson {
    // Go compares strings by their UTF-8 bytes, which is the order of code points, not of Java's UTF-16 units.
    private static final Comparator<String> BY_CODE_POINT = CanonicalJson::compareCodePoints;
    private static final char LOWEST_PLAIN = ' ';

    private CanonicalJson() {}

    static String write(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            writeObject(node, out);
        } else if (node.isArray()) {
            writeArray(node, out);
        } else if (node.isTextual()) {
            writeText(node.textValue(), out);
        } else if (node.isNull() || node.isMissingNode()) {
            out.append("null");
        } else {
            out.append(node.asText());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>(BY_CODE_POINT);
        node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        char separator = '{';
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            out.append(separator);
            writeText(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
            separator = ',';
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode node, StringBuilder out) {
        char separator = '[';
        for (JsonNode each : node) {
            out.append(separator);
            write(each, out);
            separator = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> writeUnit(text, i, out);
            }
        }
        out.append('"');
    }

    private static void writeUnit(String text, int index, StringBuilder out) {
        char unit = text.charAt(index);
        boolean isEscaped = unit < LOWEST_PLAIN
                || unit == '<'
                || unit == '>'
                || unit == '&'
                || unit == '\u2028'
                || unit == '\u2029';
        if (isEscaped) {
            out.append("\\u")
                    .append(Character.forDigit(unit >> 12 & 0xf, 16))
                    .append(Character.forDigit(unit >> 8 & 0xf, 16))
                    .append(Character.forDigit(unit >> 4 & 0xf, 16))
                    .append(Character.forDigit(unit & 0xf, 16));
        } else {
            out.append(isLoneSurrogate(text, index) ? '\ufffd' : unit);
        }
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char unit = text.charAt(index);
        if (Character.isHighSurrogate(unit)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(unit) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static int compareCodePoints(String left, String right) {
        int i = 0;
        while (i < left.length() && i < right.length()) {
            int a = left.codePointAt(i);
            int b = right.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }
}
