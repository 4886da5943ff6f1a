package io.fairlead.simulator.schedule;

/// Seeded chance: SplitMix64, whose numbers are the same on every machine. Split it for every purpose of its own,
/// so that one more throw here changes nothing there.
public final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    private static final int FRACTION_BITS = 11;

    private long state;

    public Dice(long seed) {
        this.state = seed;
    }

    /// Independent of this one from here on; the same purpose gives the same dice at the same point.
    public Dice split(String purpose) {
        return new Dice(mix(nextLong() ^ mix(purpose.hashCode())));
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// @param bound exclusive, positive
    public int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /// @param bound exclusive, positive
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /// Both ends included.
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /// From [0, 1).
    public double nextDouble() {
        return (nextLong() >>> FRACTION_BITS) * UNIT;
    }

    /// True so many times in one.
    public boolean happens(double probability) {
        return probability > 0 && nextDouble() < probability;
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
