package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The machine's clock, its virtual threads and its chance: the one place of the shell that uses them.
public final class SystemTime implements Time {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public void await(ReentrantLock lock, Condition condition, Duration atMost) throws InterruptedException {
        // Signalled or not makes no difference: the caller looks again.
        var _ = condition.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Thread start(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
