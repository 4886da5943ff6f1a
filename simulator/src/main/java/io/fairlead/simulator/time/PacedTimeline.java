package io.fairlead.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A timeline that follows the machine's clock, faster or slower by a factor. One thread runs the tasks that are due,
/// holding the model's lock; whoever calls [#after] holds it too. Tasks that are due at the same time run first come
/// first served. A task that fails is reported, and the next one runs.
public final class PacedTimeline implements Timeline, AutoCloseable {
    /// Due tasks that are run in a row before others may have the lock.
    private static final int BATCH_MAX = 256;

    private record Task(long dueNanos, long order, String name, Runnable work) {}

    private final Instant origin;
    private final long originTicks;
    private final double speed;
    private final ReentrantLock lock;
    private final Condition isSooner;
    private final Consumer<Throwable> failures;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
    private final Thread thread;
    private long order;
    private boolean isClosed;

    /// @param origin what the cluster's clock shows now
    /// @param speed how many seconds pass in the cluster in one second
    /// @param lock the model's
    /// @param failures hears of tasks that failed, inside the lock
    public PacedTimeline(Instant origin, double speed, ReentrantLock lock, Consumer<Throwable> failures) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("the speed must be above 0, not " + speed);
        }
        this.origin = origin;
        this.originTicks = System.nanoTime();
        this.speed = speed;
        this.lock = lock;
        this.isSooner = lock.newCondition();
        this.failures = failures;
        this.thread = Thread.ofPlatform().name("cluster-timeline").daemon().unstarted(this::run);
    }

    /// Tasks run from now on.
    public void start() {
        thread.start();
    }

    @Override
    public Instant now() {
        return origin.plusNanos(elapsed());
    }

    private long elapsed() {
        return (long) ((System.nanoTime() - originTicks) * speed);
    }

    @Override
    public void after(Duration delay, String name, Runnable task) {
        lock.lock();
        try {
            long due = elapsed() + Math.max(0, delay.toNanos());
            Task added = new Task(due, order++, name, task);
            tasks.add(added);
            if (added.equals(tasks.peek())) {
                isSooner.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            lock.lock();
            try {
                awaitDue();
                if (isClosed) {
                    return;
                }
                for (int i = 0; i < BATCH_MAX && isDue() && !isClosed; i++) {
                    runNext();
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isDue() {
        Task next = tasks.peek();
        return next != null && next.dueNanos() <= elapsed();
    }

    private void awaitDue() throws InterruptedException {
        while (!isClosed && !isDue()) {
            Task next = tasks.peek();
            long left =
                    next == null ? TimeUnit.HOURS.toNanos(1) : (long) Math.ceil((next.dueNanos() - elapsed()) / speed);
            if (left > 0) {
                isSooner.awaitNanos(left);
            }
        }
    }

    private void runNext() {
        Task task = tasks.poll();
        if (task == null) {
            return;
        }
        try {
            task.work().run();
        } catch (RuntimeException e) {
            failures.accept(new IllegalStateException("task failed: " + task.name(), e));
        }
    }

    /// No task runs after this returns, unless it is called by one.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            tasks.clear();
            isSooner.signal();
        } finally {
            lock.unlock();
        }
    }
}
