package io.fairlead.kube.queue;

import io.fairlead.kube.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// A queue of keys, never of events: whoever takes a key looks at what is there now. The semantics are
/// those of controller-runtime's priority queue.
///
/// A key is in one of five states; only this class moves it between them, and an illegal move throws:
/// ```
/// absent --add--> waiting --time--> ready --take--> running --done--> absent, or waiting (look again later)
///   absent --add, no delay--> ready           running --add--> rerun --done--> waiting or ready
/// ```
/// Safe for use by several threads. Of those that wait in [#take] one watches the clock for all.
///
/// @param <K> the key; immutable, with equality by value
public final class WorkQueue<K> {
    /// Keys known at once, by default.
    public static final int CAPACITY_DEFAULT = 1_000_000;
    /// For what a person is waiting for.
    public static final int PRIORITY_URGENT = 100;

    public static final int PRIORITY_NORMAL = 0;
    /// For the first list after a start, which must not hold up what happens now.
    public static final int PRIORITY_BULK = -100;

    /// The five states, `absent` being no entry.
    private enum State {
        WAITING,
        READY,
        RUNNING,
        RERUN
    }

    /// What becomes of a key whose run is over.
    public sealed interface Next {
        /// All is well: nothing until it is added again.
        record Settled() implements Next {}

        /// All is well: look again after this long.
        record After(Duration delay) implements Next {}

        /// It failed: again, after a wait that grows with each failure in a row.
        record Retry() implements Next {}

        Next SETTLED = new Settled();
        Next RETRY = new Retry();
    }

    private static final class Entry<K> {
        private final K key;
        private State state = State.WAITING;
        private int priority;
        private long readyNanos;
        private long sequence;
        private int takenPriority;
        private int failures;

        private Entry(K key) {
            this.key = key;
        }
    }

    private final Time time;
    private final DoubleSupplier random;
    private final Backoff backoff;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    /// For those who wait without a look at the clock.
    private final Condition changed = lock.newCondition();
    /// For the one that waits until the first waiting key is due.
    private final Condition due = lock.newCondition();
    private final Map<K, Entry<K>> entries = new HashMap<>();
    private final TreeSet<Entry<K>> waiting =
            new TreeSet<>(Comparator.<Entry<K>>comparingLong(e -> e.readyNanos).thenComparingLong(e -> e.sequence));
    private final TreeSet<Entry<K>> ready =
            new TreeSet<>(Comparator.<Entry<K>>comparingInt(e -> -e.priority).thenComparingLong(e -> e.sequence));
    private long sequence;
    private boolean isWatched;
    private boolean isClosed;

    /// @param random from [0, 1), for the jitter of retries; called under the queue's lock
    public WorkQueue(Time time, DoubleSupplier random, Backoff backoff, int capacity) {
        this.time = time;
        this.random = random;
        this.backoff = backoff;
        this.capacity = capacity;
    }

    public WorkQueue(Time time, DoubleSupplier random) {
        this(time, random, Backoff.DEFAULT, CAPACITY_DEFAULT);
    }

    /// Asks for a look at the key. If it is asked for already, the higher priority and the earlier time
    /// win and its place in the line stays.
    ///
    /// @return false if the queue is full (the caller has to ask again after it has drained) or closed
    public boolean add(K key, int priority, Duration delay) {
        lock.lock();
        try {
            Entry<K> known = entries.get(key);
            if (isClosed || (known == null && entries.size() >= capacity)) {
                return false;
            }
            Entry<K> entry = known == null ? new Entry<>(key) : known;
            if (known == null) {
                entries.put(key, entry);
            }
            schedule(entry, known == null, priority, delay);
            wake(entry);
            return true;
        } finally {
            lock.unlock();
        }
    }

    public boolean add(K key) {
        return add(key, PRIORITY_NORMAL, Duration.ZERO);
    }

    /// The next key, waiting for one; it stays with the caller until [#done]. Empty once the queue is
    /// closed.
    public Optional<K> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Entry<K> entry = pollEntry();
                if (entry != null) {
                    return Optional.of(entry.key);
                }
                if (isClosed) {
                    return Optional.empty();
                }
                awaitChange();
            }
        } finally {
            if (!isWatched && !waiting.isEmpty()) {
                // Whoever goes leaves the clock to another one.
                changed.signal();
            }
            lock.unlock();
        }
    }

    /// Woken early or late makes no difference: the caller looks again.
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange() throws InterruptedException {
        Optional<Duration> wait = untilReady();
        if (wait.isEmpty() || isWatched) {
            changed.await();
            return;
        }
        isWatched = true;
        try {
            time.await(lock, due, wait.get());
        } finally {
            isWatched = false;
        }
    }

    /// Somebody has to see this entry: as it is ready, or as it is the next one to wait for.
    private void wake(Entry<K> entry) {
        switch (entry.state) {
            case READY -> {
                if (lock.hasWaiters(changed)) {
                    changed.signal();
                } else {
                    due.signal();
                }
            }
            case WAITING -> {
                if (waiting.first() == entry) {
                    due.signal();
                    if (!isWatched) {
                        changed.signal();
                    }
                }
            }
            case RUNNING, RERUN -> {}
        }
    }

    /// As [#take], but empty where nothing is ready.
    public Optional<K> poll() {
        lock.lock();
        try {
            return Optional.ofNullable(pollEntry()).map(entry -> entry.key);
        } finally {
            lock.unlock();
        }
    }

    /// How long until a key is ready, zero for now; empty if none is waiting.
    public Optional<Duration> nextReady() {
        lock.lock();
        try {
            promote();
            return ready.isEmpty() ? untilReady() : Optional.of(Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    /// Gives the key back. Every key that was taken must come back, whatever happened to its object, or
    /// it is never handed out again.
    public void done(K key, Next next) {
        lock.lock();
        try {
            Entry<K> entry = entries.get(key);
            if (entry == null || (entry.state != State.RUNNING && entry.state != State.RERUN)) {
                throw new IllegalStateException("done without take: " + key);
            }
            boolean isFresh = entry.state == State.RUNNING;
            switch (next) {
                case Next.Settled() -> {
                    entry.failures = 0;
                    if (isFresh) {
                        entries.remove(key);
                    } else {
                        settle(entry);
                    }
                }
                case Next.After(Duration delay) -> {
                    entry.failures = 0;
                    again(entry, isFresh, delay);
                }
                case Next.Retry() -> {
                    entry.failures++;
                    again(entry, isFresh, backoff.delay(entry.failures, random.getAsDouble()));
                }
            }
            wake(entry);
        } finally {
            lock.unlock();
        }
    }

    /// Keys that are known: waiting, ready or running.
    public int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is taken in any more; what is ready is still handed out, then [#take] comes back empty.
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
            due.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void again(Entry<K> entry, boolean isFresh, Duration delay) {
        int priority = entry.takenPriority;
        if (isFresh) {
            entry.state = State.WAITING;
            place(entry, priority, delay);
        } else {
            entry.priority = Math.max(entry.priority, priority);
            entry.readyNanos = Math.min(entry.readyNanos, time.nanos() + Math.max(0, delay.toNanos()));
            settle(entry);
        }
    }

    private void schedule(Entry<K> entry, boolean isNew, int priority, Duration delay) {
        switch (entry.state) {
            case RUNNING -> {
                entry.state = State.RERUN;
                note(entry, priority, delay);
            }
            case RERUN -> merge(entry, priority, delay);
            case WAITING -> {
                if (isNew) {
                    place(entry, priority, delay);
                } else {
                    waiting.remove(entry);
                    merge(entry, priority, delay);
                    settle(entry);
                }
            }
            case READY -> {
                ready.remove(entry);
                entry.priority = Math.max(entry.priority, priority);
                ready.add(entry);
            }
        }
    }

    private void place(Entry<K> entry, int priority, Duration delay) {
        note(entry, priority, delay);
        settle(entry);
    }

    private void note(Entry<K> entry, int priority, Duration delay) {
        entry.priority = priority;
        entry.readyNanos = time.nanos() + Math.max(0, delay.toNanos());
        entry.sequence = sequence++;
    }

    private void merge(Entry<K> entry, int priority, Duration delay) {
        entry.priority = Math.max(entry.priority, priority);
        entry.readyNanos = Math.min(entry.readyNanos, time.nanos() + Math.max(0, delay.toNanos()));
    }

    /// Puts an entry that is in neither line into the one where it belongs now.
    private void settle(Entry<K> entry) {
        if (entry.readyNanos <= time.nanos()) {
            entry.state = State.READY;
            ready.add(entry);
        } else {
            entry.state = State.WAITING;
            waiting.add(entry);
        }
    }

    private void promote() {
        while (!waiting.isEmpty() && waiting.first().readyNanos <= time.nanos()) {
            settle(waiting.removeFirst());
        }
    }

    private @Nullable Entry<K> pollEntry() {
        promote();
        Entry<K> entry = ready.pollFirst();
        if (entry != null) {
            entry.state = State.RUNNING;
            entry.takenPriority = entry.priority;
            if (!ready.isEmpty()) {
                wake(ready.first());
            }
        }
        return entry;
    }

    private Optional<Duration> untilReady() {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(1, waiting.first().readyNanos - time.nanos())));
    }
}
