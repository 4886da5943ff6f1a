package io.fairlead.simulator.http;

import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.time.Timeline;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The model and the lock that whoever is inside it holds.
///
/// @param lock also held by whatever runs the timeline's tasks
public record ModelAccess(ApiServer server, Timeline timeline, ReentrantLock lock) {
    /// Runs something inside the model.
    <T> T inside(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
