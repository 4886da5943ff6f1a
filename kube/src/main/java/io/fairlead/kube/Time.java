package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;

/// The only source of time in the shell; the simulator has its own.
public interface Time {
    /// Wall clock, for what is written down and compared with the server's times.
    Instant now();

    /// Monotonic, for durations: never goes back.
    long nanos();

    /// Waits, or throws if the thread is told to stop.
    void sleep(Duration duration) throws InterruptedException;
}
