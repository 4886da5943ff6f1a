package io.fairlead.simulator.cel;

/// CEL's uint.
///
/// @param bits of an unsigned 64-bit number
public record Unsigned(long bits) implements Comparable<Unsigned> {
    @Override
    public int compareTo(Unsigned other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    double toDouble() {
        return bits >= 0 ? bits : (bits >>> 1) * 2.0 + (bits & 1);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
