package io.fairlead.gitsync.app;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// Names of sources that wait for a pass, each at most once, first come first served. Bounded by the number of
/// sources.
final class DueSources implements AutoCloseable {
    private final SequencedSet<String> names = new LinkedHashSet<>();
    private boolean isClosed;

    synchronized void add(String name) {
        names.add(name);
        notifyAll();
    }

    /// Waits for the next name; empty once closed.
    synchronized Optional<String> take() {
        while (names.isEmpty() && !isClosed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return isClosed ? Optional.empty() : Optional.of(names.removeFirst());
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }
}
