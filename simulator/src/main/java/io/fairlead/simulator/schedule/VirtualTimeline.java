package io.fairlead.simulator.schedule;

import io.fairlead.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The one line of time of a simulated world, and the thread that everything runs on: whoever made it. Time stands
/// still during a step.
public final class VirtualTimeline implements Timeline {
    /// Steps without time going on; more are a loop that would never end.
    public static final int STEPS_A_MOMENT_MAX = 2_000_000;

    private final Instant start;
    private final Dice dice;
    private final Journal journal = new Journal();
    private final Carrier carrier = new Carrier();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Step> ready = new ArrayList<>();
    private final Lane world;
    private long nowNanos;
    private long sequence;
    private int stepsNow;
    private volatile @Nullable RuntimeException failure;

    record Step(Lane lane, String name, Runnable task) {}

    /// Something that is to happen later, unless it is cancelled before.
    public final class Timer implements Comparable<Timer> {
        private final long dueNanos;
        private final long order = sequence++;
        private @Nullable Step step;

        private Timer(long dueNanos, Step step) {
            this.dueNanos = dueNanos;
            this.step = step;
        }

        public void cancel() {
            step = null;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// @param start the wall clock's first moment
    public VirtualTimeline(long seed, Instant start) {
        this.start = start;
        this.dice = new Dice(seed).split("schedule");
        this.world = new Lane("world", this, carrier);
    }

    /// A lane of its own for one process.
    public Lane lane(String name) {
        return new Lane(name, this, carrier);
    }

    public Journal journal() {
        return journal;
    }

    @Override
    public Instant now() {
        return start.plusNanos(nowNanos);
    }

    /// Since the start.
    public long nanos() {
        return nowNanos;
    }

    @Override
    public void after(Duration delay, String name, Runnable task) {
        var _ = at(world, delay, name, task);
    }

    /// As [#after], for a lane's own tasks: they wait while it is paused, and never run once it is dead.
    Timer at(Lane lane, Duration delay, String name, Runnable task) {
        carrier.verify(name);
        if (delay.isNegative()) {
            throw new IllegalArgumentException(name + " lies in the past: " + delay);
        }
        Timer timer = new Timer(Math.addExact(nowNanos, delay.toNanos()), new Step(lane, name, task));
        timers.add(timer);
        return timer;
    }

    /// Writes down what happened.
    public void note(String who, String what) {
        journal.note(nowNanos, who, what);
    }

    /// The moment as the journal's lines show it.
    public String moment() {
        return Journal.moment(nowNanos);
    }

    void add(Step step) {
        ready.add(step);
    }

    /// Removes a lane's steps and returns them in order.
    List<Step> takeAll(Lane lane) {
        List<Step> taken = new ArrayList<>();
        ready.removeIf(step -> step.lane() == lane && taken.add(step));
        return taken;
    }

    /// Whatever a step could not handle ends the run.
    void fail(RuntimeException cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /// Lets everything happen that happens until then. Also the moment itself is over when this returns.
    public void runFor(Duration duration) {
        runUntil(Math.addExact(nowNanos, duration.toNanos()));
    }

    private void runUntil(long endNanos) {
        while (true) {
            if (ready.isEmpty() && !advance(endNanos)) {
                nowNanos = Math.max(nowNanos, endNanos);
                return;
            }
            runOne();
        }
    }

    /// One step; false if nothing can happen any more.
    public boolean step() {
        if (ready.isEmpty() && !advance(Long.MAX_VALUE)) {
            return false;
        }
        runOne();
        return true;
    }

    private void runOne() {
        int last = ready.size() - 1;
        int index = last == 0 ? 0 : dice.below(ready.size());
        Step step = ready.get(index);
        ready.set(index, ready.get(last));
        ready.remove(last);
        if (++stepsNow > STEPS_A_MOMENT_MAX) {
            throw new IllegalStateException("time stands still at " + moment() + ": " + step.name());
        }
        journal.step(nowNanos, step.lane().name(), step.name());
        carrier.run(step.task());
        RuntimeException broken = failure;
        if (broken != null) {
            failure = null;
            throw broken;
        }
    }

    /// Goes to the next moment at which something is due; false if that is after the end.
    private boolean advance(long endNanos) {
        while (true) {
            Timer next = timers.peek();
            if (next == null || next.dueNanos > endNanos) {
                return false;
            }
            if (next.step == null) {
                timers.remove();
                continue;
            }
            long moment = next.dueNanos;
            if (moment != nowNanos) {
                nowNanos = moment;
                stepsNow = 0;
            }
            while (next != null && next.dueNanos == moment) {
                timers.remove();
                if (next.step != null) {
                    next.step.lane().submit(next.step);
                    next.step = null;
                }
                next = timers.peek();
            }
            if (!ready.isEmpty()) {
                return true;
            }
        }
    }
}
