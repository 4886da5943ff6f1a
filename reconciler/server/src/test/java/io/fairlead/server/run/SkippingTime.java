package io.fairlead.server.run;

import io.fairlead.kube.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// The real time, which a test may put forward.
final class SkippingTime implements Time {
    private final AtomicLong skippedNanos = new AtomicLong();

    void skip(Duration duration) {
        skippedNanos.addAndGet(duration.toNanos());
    }

    @Override
    public Instant now() {
        return Instant.now().plusNanos(skippedNanos.get());
    }

    @Override
    public long nanos() {
        return System.nanoTime() + skippedNanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
