package io.fairlead.gitsync.notes;

import io.fairlead.kube.Time;
import java.time.Duration;

/// Waits; in tests, does not.
@FunctionalInterface
public interface Sleeper {
    /// Waits that long; returns false if the waiting was cut short and the caller should give up.
    boolean sleep(Duration duration);

    /// Waits on the calling thread.
    static Sleeper of(Time time) {
        return duration -> {
            try {
                time.sleep(duration);
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
