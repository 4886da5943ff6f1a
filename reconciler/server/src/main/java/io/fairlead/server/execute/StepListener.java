package io.fairlead.server.execute;

import io.fairlead.api.ObjectKey;
import io.fairlead.engine.Step;
import java.time.Duration;

/// Hears what became of steps; called from the executor's threads, so it must not wait for anything.
public interface StepListener {
    void onApplied(Order order, Step step);

    /// @param message of the server
    void onFailed(Order order, Step step, String message);

    /// The workload has to be looked at again.
    void onLook(ObjectKey key, Duration after);
}
