package io.fairlead.simulator.schedule;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What happened, in order. Every step and every note goes into a running hash; notes can be read by a person.
public final class Journal {
    private static final long NANOS_A_MILLI = 1_000_000;

    private @Nullable Consumer<String> reader;
    private long hash;
    private long steps;
    private long notes;

    /// Every further note is given to this reader as a line: `+12.345s reconciler-1 PATCH …`.
    public void read(Consumer<String> next) {
        reader = next;
    }

    /// Two runs with the same hash went the same way.
    public long hash() {
        return hash;
    }

    /// Steps so far.
    public long steps() {
        return steps;
    }

    /// Notes so far.
    public long notes() {
        return notes;
    }

    void step(long nanos, String lane, String what) {
        steps++;
        mix(nanos);
        mix(lane.hashCode());
        mix(what.hashCode());
    }

    void note(long nanos, String who, String what) {
        notes++;
        mix(nanos);
        mix(who.hashCode());
        mix(what.hashCode());
        Consumer<String> present = reader;
        if (present != null) {
            present.accept(line(nanos, who, what));
        }
    }

    private void mix(long value) {
        hash = Dice.mix(hash * 31 + value);
    }

    /// A moment of the run, as the lines show it.
    static String moment(long nanos) {
        Duration since = Duration.ofMillis(nanos / NANOS_A_MILLI);
        return String.format(
                "+%02d:%02d:%02d.%03d",
                since.toHours(), since.toMinutesPart(), since.toSecondsPart(), since.toMillisPart());
    }

    private static String line(long nanos, String who, String what) {
        return String.format("%s  %-14s %s", moment(nanos), who, what);
    }
}
