package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

    /// Nobody signals: the time passes.
    @Override
    public void await(ReentrantLock lock, Condition condition, Duration atMost) {
        advance(atMost);
    }

    @Override
    public Thread start(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }

    @Override
    public double random() {
        return 0.5;
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
