package io.fairlead.api;

/// Text of strangers (names, messages, paths) made fit to be shown: on a terminal, in a status, in a log.
public final class PlainText {
    private static final int REPLACEMENT = 0xFFFD;

    private PlainText() {}

    /// Control and formatting characters, which could move a cursor or turn the order of letters around, become
    /// spaces; halves of a surrogate pair become the replacement character.
    ///
    /// @param charsMax a longer text is cut to so many code points, the last of them `…`
    public static String of(String text, int charsMax) {
        var plain = new StringBuilder(Math.min(text.length(), charsMax));
        int count = 0;
        for (int at = 0; at < text.length(); count++) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (count == charsMax - 1 && at < text.length()) {
                return plain.append('…').toString();
            }
            plain.appendCodePoint(plain(c));
        }
        return plain.toString();
    }

    /// Whether it can be shown as it is.
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(c -> plain(c) == c);
    }

    private static int plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> REPLACEMENT;
            default -> c;
        };
    }
}
