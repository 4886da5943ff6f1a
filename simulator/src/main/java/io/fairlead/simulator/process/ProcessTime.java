package io.fairlead.simulator.process;

import io.fairlead.kube.Time;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.Lane;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.schedule.VirtualTimeline.Timer;
import io.fairlead.simulator.schedule.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The time, threads and chance of one process. Its wall clock may be wrong; its monotonic one starts anywhere and
/// never goes back.
public final class ProcessTime implements Time {
    private final VirtualTimeline timeline;
    private final Lane lane;
    private final Dice dice;
    private final long baseNanos;
    private Duration skew = Duration.ZERO;

    ProcessTime(VirtualTimeline timeline, Lane lane, Dice dice) {
        this.timeline = timeline;
        this.lane = lane;
        this.dice = dice;
        this.baseNanos = dice.nextLong();
    }

    /// How far the wall clock is from the cluster's.
    public void skew(Duration next) {
        skew = next;
    }

    @Override
    public Instant now() {
        return timeline.now().plus(skew);
    }

    @Override
    public long nanos() {
        return baseNanos + timeline.nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Wait wait = lane.newWait();
        Timer timer = lane.after(duration.isNegative() ? Duration.ZERO : duration, "wakes up", wait::over);
        try {
            wait.await();
        } finally {
            timer.cancel();
        }
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public void await(ReentrantLock lock, Condition condition, Duration atMost) throws InterruptedException {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a guest must not wait for a condition");
        }
        Timer timer = lane.after(atMost, "alarm", () -> wake(lock, condition));
        try {
            condition.await();
        } finally {
            timer.cancel();
        }
    }

    private void wake(ReentrantLock lock, Condition condition) {
        // A thread that waits for an answer may hold the lock: the step must not wait for it.
        if (lock.tryLock()) {
            signal(lock, condition);
        } else {
            var _ = start("alarm", () -> {
                lock.lock();
                signal(lock, condition);
            });
        }
    }

    private static void signal(ReentrantLock lock, Condition condition) {
        try {
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Thread start(String name, Runnable task) {
        return lane.start(name, task);
    }

    @Override
    public double random() {
        return dice.nextDouble();
    }
}
