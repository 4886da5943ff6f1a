package io.fairlead.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Writes values as Go does in the API server's messages: `%q` for strings, `%v` for numbers, `encoding/json` for the
/// rest.
public final class GoText {
    // strconv prints the shortest form; %v and encoding/json turn to exponents from here on.
    private static final int EXPONENT_FROM = 21;
    private static final int EXPONENT_BELOW = -4;
    private static final int EXPONENT_BELOW_JSON = -6;

    private GoText() {}

    /// As apimachinery's field errors show a bad value.
    public static String value(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (value.isFloatingPointNumber() || value.isBigInteger()) {
            return number(value.doubleValue());
        }
        return json(value);
    }

    /// Go's `%v` of a float64.
    public static String number(double value) {
        return number(value, EXPONENT_BELOW);
    }

    private static String number(double value, int exponentBelow) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= exponentBelow && exponent < EXPONENT_FROM) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        int size = Math.abs(exponent);
        return text.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(size < 10 ? "0" : "")
                .append(size)
                .toString();
    }

    /// Go's `%v` of decoded JSON.
    public static String plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case NUMBER -> GoText.value(value);
            case NULL, MISSING -> "<nil>";
            case ARRAY -> {
                StringJoiner items = new StringJoiner(" ", "[", "]");
                value.forEach(item -> items.add(plain(item)));
                yield items.toString();
            }
            case OBJECT -> {
                StringJoiner fields = new StringJoiner(" ", "map[", "]");
                sorted(value).forEach((name, field) -> fields.add(name + ":" + plain(field)));
                yield fields.toString();
            }
            case BOOLEAN, BINARY, POJO -> value.asText();
        };
    }

    /// Go's `%T` of decoded JSON.
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isInt() || value.isLong() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case ARRAY -> "[]interface {}";
            case OBJECT -> "map[string]interface {}";
            case NULL, MISSING, BINARY, POJO -> "<nil>";
        };
    }

    /// Go's `strconv.Quote`.
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> appendQuoted(out, c));
        return out.append('"').toString();
    }

    private static void appendQuoted(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x80) {
                    out.append("\\x").append(hex(c, 2));
                } else {
                    out.append(c > 0xffff ? "\\U" : "\\u").append(hex(c, c > 0xffff ? 8 : 4));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        if (c < 0x80) {
            return c >= 0x20 && c != 0x7f;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String hex(int c, int digits) {
        String text = Integer.toHexString(c);
        return "0".repeat(digits - text.length()) + text;
    }

    /// Go's `json.Marshal` of generic values: keys sorted, `<`, `>` and `&` escaped.
    public static String json(JsonNode value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, JsonNode value) {
        if (value.isObject()) {
            appendObject(out, value);
        } else if (value.isArray()) {
            out.append('[');
            for (int i = 0; i < value.size(); i++) {
                append(i == 0 ? out : out.append(','), value.get(i));
            }
            out.append(']');
        } else if (value.isTextual()) {
            appendJsonText(out, value.textValue());
        } else if (value.isFloatingPointNumber() || value.isBigInteger()) {
            out.append(number(value.doubleValue(), EXPONENT_BELOW_JSON));
        } else {
            out.append(value.isMissingNode() ? "null" : value.asText());
        }
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    private static void appendObject(StringBuilder out, JsonNode value) {
        Map<String, JsonNode> sorted = sorted(value);
        out.append('{');
        boolean isFirst = true;
        for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
            if (!isFirst) {
                out.append(',');
            }
            isFirst = false;
            appendJsonText(out, entry.getKey());
            append(out.append(':'), entry.getValue());
        }
        out.append('}');
    }

    private static void appendJsonText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        out.append("\\u").append(hex(c, 4));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
