package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;

/// Text as Go prints it in messages.
final class GoText {
    private GoText() {}

    /// `%q` of a string.
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(each -> escape(out, each));
        return out.append('"').toString();
    }

    private static void escape(StringBuilder out, int each) {
        switch (each) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 0x0b -> out.append("\\v");
            case 0x07 -> out.append("\\a");
            default -> {
                if (each < 0x20 || each == 0x7f) {
                    out.append("\\x").append(hex(each, 2));
                } else if (isPrintable(each)) {
                    out.appendCodePoint(each);
                } else if (each > 0xffff) {
                    out.append("\\U").append(hex(each, 8));
                } else {
                    out.append("\\u").append(hex(each, 4));
                }
            }
        }
    }

    private static boolean isPrintable(int each) {
        int type = Character.getType(each);
        return each == ' '
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SPACE_SEPARATOR
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR
                        && type != Character.SURROGATE
                        && type != Character.PRIVATE_USE
                        && type != Character.UNASSIGNED);
    }

    private static String hex(int number, int width) {
        String digits = Integer.toHexString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /// A value as validation messages show it.
    static String value(JsonNode value) {
        if (value.isTextual()) {
            return quote(value.textValue());
        }
        return value.isMissingNode() ? "null" : value.toString();
    }
}
