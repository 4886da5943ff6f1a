package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;

/// The machine's clock: the one place of the shell that reads it.
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
}
