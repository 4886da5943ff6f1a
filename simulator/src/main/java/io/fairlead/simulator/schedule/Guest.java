package io.fairlead.simulator.schedule;

import io.fairlead.simulator.schedule.VirtualTimeline.Step;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A platform thread that runs only when it has the turn, while the owner of the timeline waits for it.
final class Guest {
    /// In real time: a guest that does not come back waits for something that cannot happen.
    private static final long PATIENCE_SECONDS = 60;

    private static final ThreadLocal<@Nullable Guest> CURRENT = new ThreadLocal<>();

    private final Lane lane;
    private final VirtualTimeline timeline;
    private final Carrier carrier;
    private final String name;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private boolean isKilled;
    private boolean isOver;

    /// Unwinds a guest whose process was killed. Whatever it still asks for on the way throws this again.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    Guest(Lane lane, VirtualTimeline timeline, Carrier carrier, String name, Runnable task) {
        this.lane = lane;
        this.timeline = timeline;
        this.carrier = carrier;
        this.name = name;
        this.thread =
                Thread.ofPlatform().name(lane.name() + "/" + name).daemon().unstarted(() -> run(task));
    }

    static @Nullable Guest current() {
        return CURRENT.get();
    }

    Lane lane() {
        return lane;
    }

    boolean isOver() {
        return isOver;
    }

    private void run(Runnable task) {
        CURRENT.set(this);
        try {
            takeTurn();
            task.run();
        } catch (Killed killed) {
            // As told.
        } catch (RuntimeException | Error e) {
            timeline.fail(new IllegalStateException(lane.name() + ": the thread " + name + " broke off", e));
        } finally {
            isOver = true;
            back.release();
        }
    }

    /// One step: until the guest waits or ends. On the owner's thread.
    void turn() {
        if (isOver) {
            return;
        }
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        Thread before = carrier.turn(thread);
        turn.release();
        try {
            if (!back.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                StringBuilder stack = new StringBuilder();
                for (StackTraceElement frame : thread.getStackTrace()) {
                    stack.append("\n\tat ").append(frame);
                }
                throw new IllegalStateException(lane.name() + "/" + name + " does not come back:" + stack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            carrier.turn(before);
        }
    }

    /// Gives the turn back and waits for the next one. On the guest's thread.
    void giveTurn() {
        if (isKilled || lane.isDead()) {
            throw new Killed();
        }
        back.release();
        takeTurn();
    }

    private void takeTurn() {
        turn.acquireUninterruptibly();
        if (isKilled) {
            throw new Killed();
        }
    }

    void ready() {
        lane.submit(new Step(lane, name, this::turn));
    }

    /// Lets the guest unwind, now.
    void end() {
        isKilled = true;
        if (!isOver && thread.getState() != Thread.State.NEW) {
            turn();
        }
    }
}
