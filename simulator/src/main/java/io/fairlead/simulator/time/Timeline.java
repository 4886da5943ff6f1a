package io.fairlead.simulator.time;

import java.time.Duration;
import java.time.Instant;

/// When things happen in the embedded cluster. Tasks run one at a time, inside the model, and must not block. On a
/// virtual clock time stands still while a task runs; on a real one tasks run when they are due.
public interface Timeline {
    /// The cluster's wall clock.
    Instant now();

    /// Lets something happen later. Tasks that are due at the same time run in an order that the implementation
    /// chooses (a seeded one, or first come first served).
    ///
    /// @param name for the event log: `kubelet node-1 starts web-1/app`
    void after(Duration delay, String name, Runnable task);
}
