package io.fairlead.engine.revision;

import java.nio.charset.StandardCharsets;

/// The short hash in a revision's name: 32-bit FNV (multiply, then xor) of the data and the collision count, its
/// decimal text written in letters that spell no words (k8s: controller/history, util/rand `SafeEncodeString`).
final class RevisionHash {
    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    private static final String DIGITS = "456789bcdf";

    private RevisionHash() {}

    static String of(String data, int collisionCount) {
        return encode(fnv(data + collisionCount));
    }

    static String encode(int hash) {
        StringBuilder text = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            text.append(DIGITS.charAt(digit - '0'));
        }
        return text.toString();
    }

    static int fnv(String text) {
        int hash = OFFSET_BASIS;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash *= PRIME;
            hash ^= each & 0xff;
        }
        return hash;
    }
}
