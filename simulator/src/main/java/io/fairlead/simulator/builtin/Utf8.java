package io.fairlead.simulator.builtin;

/// Sizes of text as Go counts them: in bytes of UTF-8.
final class Utf8 {
    private Utf8() {}

    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < 0x80) {
                bytes++;
            } else if (each < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(each)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
