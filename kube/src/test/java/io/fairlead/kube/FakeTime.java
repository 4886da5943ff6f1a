package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is told to go on; sleeping is going on.
public final class FakeTime implements Time {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private long nanos = 1_000_000_000L;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
        nanos += duration.toNanos();
    }

    /// The wall clock is set; durations go on as before.
    public synchronized void jump(Duration duration) {
        now = now.plus(duration);
    }
}
