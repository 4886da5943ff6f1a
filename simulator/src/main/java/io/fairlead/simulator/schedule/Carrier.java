package io.fairlead.simulator.schedule;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/// Makes virtual threads that run where an executor lets them, and knows which platform thread may run them.
///
/// The JDK has no public way to give a virtual thread another scheduler than its own; its builder has a
/// constructor that takes one (JDK 25).
final class Carrier {
    private static final String OPEN = "start Java with --add-opens java.base/java.lang=ALL-UNNAMED";
    private static final Constructor<?> BUILDER = builder();
    private static final MethodHandle CURRENT = currentCarrier();

    private final Thread owner = Thread.currentThread();
    /// The platform thread whose turn it is: the owner, or a guest that it waits for.
    private Thread running = owner;

    private static Constructor<?> builder() {
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(OPEN, e);
        }
    }

    private static MethodHandle currentCarrier() {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(OPEN, e);
        }
    }

    /// @param scheduler gets each piece of the thread that can run
    static Thread.Builder.OfVirtual virtual(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs one step on the calling thread.
    void run(Runnable task) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("only " + owner + " runs steps, not " + Thread.currentThread());
        }
        task.run();
    }

    /// Whose turn it is from now on; returns whose it was.
    Thread turn(Thread next) {
        Thread before = running;
        running = next;
        return before;
    }

    /// Nothing may come from a thread that the seed does not command.
    ///
    /// @throws IllegalStateException if it does
    void verify(String what) {
        Thread carrier;
        try {
            carrier = (Thread) CURRENT.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (carrier != running) {
            throw new IllegalStateException(what + " comes from " + Thread.currentThread() + " on " + carrier
                    + ", which the schedule does not command: something waits on a real clock, a monitor or a pool");
        }
    }
}
