package io.fairlead.simulator.testing;

import io.fairlead.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A clock that the test moves. Tasks that are due at the same time run first come, first served.
public final class Steps implements Timeline {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    private record Entry(Instant due, long order, Runnable task) {}

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(Duration delay, String name, Runnable task) {
        entries.add(new Entry(now.plus(delay), order++, task));
    }

    public void advance(Duration duration) {
        Instant end = now.plus(duration);
        for (Entry first = entries.peek(); first != null && !first.due().isAfter(end); first = entries.peek()) {
            entries.remove();
            now = first.due();
            first.task().run();
        }
        now = end;
    }
}
