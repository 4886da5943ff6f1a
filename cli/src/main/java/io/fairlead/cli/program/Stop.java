package io.fairlead.cli.program;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command that runs until it is stopped end in order on Ctrl-C or SIGTERM, with an exit code of its
/// own: the JVM's would be 130 or 143. Make one, do the work while [#isAsked] is false, clean up, and call [#ended].
public final class Stop implements AutoCloseable {
    /// How long the cleaning up may take once it was asked for.
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable onSignal;
    private final Thread hook;
    /// Of a command that broke off while it was to end.
    private volatile int exitCode = 1;

    /// @param name of the thread that hears the signal
    public Stop(String name) {
        this(name, () -> {});
    }

    /// @param onSignal begins the end, where nobody waits for [#isAsked]
    public Stop(String name, Runnable onSignal) {
        this.onSignal = onSignal;
        this.hook = Thread.ofPlatform().name(name).unstarted(this::signalled);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void signalled() {
        asked.countDown();
        onSignal.run();
        try {
            if (ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /// Waits until somebody asks for the end, at most this long.
    public boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits until somebody asks for the end.
    public void await() throws InterruptedException {
        asked.await();
    }

    /// Asks for the end from within.
    public void ask() {
        asked.countDown();
    }

    /// Everything is cleaned up: after a signal the process ends here.
    ///
    /// @return the same exit code
    public int ended(int code) {
        exitCode = code;
        ended.countDown();
        close();
        return code;
    }

    /// The signal does from now on what it does to every program.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already, and ends the process.
            ended.countDown();
        }
    }
}
