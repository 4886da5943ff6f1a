package io.fairlead.simulator.server;

import java.util.SplittableRandom;

/// The server's random choices; the same seed gives the same ones.
final class Chance {
    private static final String ALPHANUMERICS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int GENERATED_BASE_MAX = 58;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A version-4 UUID.
    String uid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        char[] text = new char[36];
        int at = 0;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                text[at++] = '-';
            }
            long half = i < 16 ? high : low;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (i % 16))) & 0xF];
        }
        return new String(text);
    }

    /// A name after `generateName`, as apiserver's SimpleNameGenerator makes them.
    String name(String base) {
        StringBuilder name =
                new StringBuilder(base.length() > GENERATED_BASE_MAX ? base.substring(0, GENERATED_BASE_MAX) : base);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHANUMERICS.charAt(random.nextInt(ALPHANUMERICS.length())));
        }
        return name.toString();
    }

    /// From the first number up to the second one, without it.
    int between(int from, int to) {
        return random.nextInt(from, to);
    }
}
