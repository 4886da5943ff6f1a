package io.fairlead.server.run;

import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The real time, which a test may put forward.
final class SkippingTime implements Time {
    private final Time real = new SystemTime();
    private final AtomicLong skippedNanos = new AtomicLong();

    void skip(Duration duration) {
        skippedNanos.addAndGet(duration.toNanos());
    }

    @Override
    public Instant now() {
        return real.now().plusNanos(skippedNanos.get());
    }

    @Override
    public long nanos() {
        return real.nanos() + skippedNanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        real.sleep(duration);
    }

    @Override
    public void await(ReentrantLock lock, Condition condition, Duration atMost) throws InterruptedException {
        real.await(lock, condition, atMost);
    }

    @Override
    public Thread start(String name, Runnable task) {
        return real.start(name, task);
    }

    @Override
    public double random() {
        return real.random();
    }
}
