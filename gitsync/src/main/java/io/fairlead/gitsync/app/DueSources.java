package io.fairlead.gitsync.app;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Names of sources that wait for a pass, each at most once, first come first served. Bounded by the number of
/// sources.
final class DueSources implements AutoCloseable {
    private final SequencedSet<String> names = new LinkedHashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean isClosed;

    void add(String name) {
        lock.lock();
        try {
            names.add(name);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next name; empty once closed.
    Optional<String> take() {
        lock.lock();
        try {
            while (names.isEmpty() && !isClosed) {
                changed.await();
            }
            return isClosed ? Optional.empty() : Optional.of(names.removeFirst());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
