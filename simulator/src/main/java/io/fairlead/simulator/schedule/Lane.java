package io.fairlead.simulator.schedule;

import io.fairlead.simulator.schedule.VirtualTimeline.Step;
import io.fairlead.simulator.schedule.VirtualTimeline.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Everything that one process does: its threads and its timers. A paused lane does nothing until it goes on, as a
/// process in a long garbage collection; a dead one never does anything again, as after `kill -9`.
public final class Lane {
    private enum State {
        RUNNING,
        PAUSED,
        DEAD
    }

    private final String name;
    private final VirtualTimeline timeline;
    private final Carrier carrier;
    private final List<Step> held = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    private State state = State.RUNNING;

    Lane(String name, VirtualTimeline timeline, Carrier carrier) {
        this.name = name;
        this.timeline = timeline;
        this.carrier = carrier;
    }

    public String name() {
        return name;
    }

    public boolean isDead() {
        return state == State.DEAD;
    }

    public boolean isPaused() {
        return state == State.PAUSED;
    }

    /// Starts a virtual thread of this lane.
    public Thread start(String threadName, Runnable task) {
        carrier.verify(threadName);
        Strand strand = new Strand(threadName);
        return strand.start(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                timeline.fail(new IllegalStateException(name + ": the thread " + threadName + " broke off", e));
            }
        });
    }

    /// One virtual thread: each piece of it, from one wait to the next, is a step.
    private final class Strand implements Executor {
        private final String threadName;
        private @Nullable Thread thread;

        private Strand(String threadName) {
            this.threadName = threadName;
        }

        private Thread start(Runnable task) {
            Thread made = Carrier.virtual(this).name(name + "/" + threadName).unstarted(task);
            thread = made;
            made.start();
            return made;
        }

        /// On whatever thread lets this one go on.
        @Override
        public void execute(Runnable piece) {
            try {
                carrier.verify(name + "/" + threadName);
            } catch (IllegalStateException e) {
                timeline.fail(e);
                throw e;
            }
            submit(new Step(Lane.this, threadName, () -> run(piece)));
        }

        private void run(Runnable piece) {
            piece.run();
            Thread waiting = thread;
            Thread.State why = waiting == null ? Thread.State.TERMINATED : waiting.getState();
            if (why == Thread.State.TIMED_WAITING || why == Thread.State.BLOCKED) {
                timeline.fail(new IllegalStateException(waiting
                        + (why == Thread.State.BLOCKED ? " waits for a monitor" : " waits on a real clock")
                        + ", which the schedule does not command"));
            }
        }
    }

    /// Starts a platform thread of this lane, for code that waits in ways of which the schedule knows nothing
    /// (streams between threads, as in JGit's transports). The rest of the world stands still while it runs, until
    /// it waits through [Wait#await].
    public void startGuest(String threadName, Runnable task) {
        carrier.verify(threadName);
        Guest guest = new Guest(this, timeline, carrier, threadName, task);
        guests.removeIf(Guest::isOver);
        guests.add(guest);
        submit(new Step(this, threadName, guest::turn));
    }

    /// Lets something happen later in this lane.
    public Timer after(Duration delay, String what, Runnable task) {
        return timeline.at(this, delay, what, task);
    }

    /// Makes the calling thread wait; see [Wait].
    public Wait newWait() {
        Guest guest = Guest.current();
        return guest == null ? new Wait.OfVirtual() : new Wait.OfGuest(guest);
    }

    void submit(Step step) {
        switch (state) {
            case RUNNING -> timeline.add(step);
            case PAUSED -> held.add(step);
            case DEAD -> {}
        }
    }

    public void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
            held.addAll(timeline.takeAll(this));
        }
    }

    public void resume() {
        if (state == State.PAUSED) {
            state = State.RUNNING;
            held.forEach(timeline::add);
            held.clear();
        }
    }

    /// Nothing of this lane runs again. Where the caller is a thread of this lane, it does not return.
    public void kill() {
        end();
        stopHere();
    }

    /// As [#kill], but returns.
    public void end() {
        state = State.DEAD;
        held.clear();
        var _ = timeline.takeAll(this);
        @Nullable Guest current = Guest.current();
        guests.stream().filter(guest -> guest != current).forEach(Guest::end);
    }

    /// Ends the calling thread, which belongs to this dead lane.
    void stopHere() {
        Guest guest = Guest.current();
        if (guest != null) {
            if (guest.lane() == this) {
                throw new Guest.Killed();
            }
        } else if (Thread.currentThread().isVirtual()
                && Thread.currentThread().getName().startsWith(name + "/")) {
            Wait.forever();
        }
    }
}
