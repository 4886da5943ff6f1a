package io.fairlead.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The only source of time, of threads and of chance in the shell; the simulator has its own, in which the same
/// code runs on a virtual clock and in an order that a seed decides.
///
/// For that to work, code that takes a `Time` starts threads and waits for a while through it alone. It may wait
/// without a limit (`lock`, `Condition.await`, `Semaphore.acquire`), and holds no monitor (`synchronized`) while
/// it waits or calls a port.
public interface Time {
    /// Wall clock, for what is written down and compared with the server's times.
    Instant now();

    /// Monotonic, for durations: never goes back.
    long nanos();

    /// Waits, or throws if the thread is told to stop.
    void sleep(Duration duration) throws InterruptedException;

    /// Waits under the lock until the condition is signalled, at most that long. As with any condition, it may
    /// come back early: look again at what was waited for, and at the clock.
    ///
    /// @param condition of that lock, which the calling thread holds
    void await(ReentrantLock lock, Condition condition, Duration atMost) throws InterruptedException;

    /// Runs the task beside the caller on a cheap (virtual) thread, which has started when this returns.
    Thread start(String name, Runnable task);

    /// From [0, 1): for jitter, never for secrets.
    double random();
}
