package io.fairlead.simulator.cel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// CEL's bytes. Immutable.
public final class Bytes implements Comparable<Bytes> {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return content.length;
    }

    byte[] content() {
        return content.clone();
    }

    Bytes plus(Bytes other) {
        byte[] all = Arrays.copyOf(content, content.length + other.content.length);
        System.arraycopy(other.content, 0, all, content.length, other.content.length);
        return new Bytes(all);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }
}
