package io.fairlead.gitsync.app;

import java.time.Duration;
import java.time.Instant;

/// Fires the names of sources when they are due.
public interface PollSchedule extends AutoCloseable {
    /// Fires a source now and then at its interval, in place of what was scheduled for it before.
    void every(String source, Duration interval);

    /// Fires a source once more at that time, besides its interval.
    void at(String source, Instant time);

    /// Fires nothing any more.
    @Override
    void close();
}
