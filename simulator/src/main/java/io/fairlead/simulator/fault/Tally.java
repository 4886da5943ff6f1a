package io.fairlead.simulator.fault;

import java.util.EnumMap;
import java.util.Map;

/// How often each fault took effect.
public final class Tally {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    void fired(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    public long of(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    public void add(Tally other) {
        other.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
    }

    /// One line a fault, also for those that never did.
    public String report() {
        StringBuilder text = new StringBuilder();
        for (Fault fault : Fault.values()) {
            text.append(String.format("  %-4s %8d  %s%n", fault.id(), of(fault), fault.meaning()));
        }
        return text.toString();
    }
}
