package io.fairlead.kube.watch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// What a reflector does next, given what happened: no I/O, no clock of its own. Used by one thread.
public final class ReflectorState {
    /// A watch that ends before this without a word may be a server that has forgotten our version but
    /// does not say so (fabric8 issue 7896, kubernetes issue 137089).
    public static final Duration SHORT_WATCH = Duration.ofSeconds(5);
    /// So many of them in a row are taken for a 410.
    public static final int SHORT_WATCHES_MAX = 3;
    /// API servers send a bookmark about once a minute; two missed and some slack is a connection that died
    /// silently.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(150);

    public static final Duration BACKOFF_MIN = Duration.ofMillis(200);
    public static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

    private static final int DOUBLINGS_MAX = 20;

    /// What to do now.
    public sealed interface Next {
        /// List everything.
        record ListAll() implements Next {}

        /// Watch from here on.
        record WatchFrom(String resourceVersion) implements Next {}
    }

    private final DoubleSupplier random;
    private String resourceVersion = "";
    private boolean mustList = true;
    private boolean hasSynced;
    private int shortWatches;
    private int failures;
    private long openedNanos;
    private long heardNanos;
    private boolean hasProgressed;
    private boolean wasExpired;

    /// @param random from [0, 1), for the jitter of the waits
    public ReflectorState(DoubleSupplier random) {
        this.random = random;
    }

    public Next next() {
        return mustList ? new Next.ListAll() : new Next.WatchFrom(resourceVersion);
    }

    /// Whether everything has been listed once, and what was listed could be read.
    public boolean hasSynced() {
        return hasSynced;
    }

    public void listed(String version) {
        resourceVersion = version;
        mustList = false;
        hasSynced = true;
        shortWatches = 0;
    }

    /// @return how long to wait before the next attempt
    public Duration listFailed() {
        return backoff();
    }

    /// What came cannot be understood (our own defect): nothing that rests on the store may go on until
    /// a list works.
    public Duration unreadable() {
        hasSynced = false;
        mustList = true;
        return backoff();
    }

    public void opened(long nowNanos) {
        openedNanos = nowNanos;
        heardNanos = nowNanos;
        hasProgressed = false;
        wasExpired = false;
    }

    /// An event or a bookmark.
    public void progressed(String version, long nowNanos) {
        if (!version.isEmpty()) {
            resourceVersion = version;
        }
        heardNanos = nowNanos;
        hasProgressed = true;
        shortWatches = 0;
        failures = 0;
    }

    /// An `ERROR` event, after which the server closes the watch.
    public void error(int code, String reason) {
        wasExpired = code == 410 || reason.equals("Expired") || reason.equals("Gone");
    }

    /// @param code as in [io.fairlead.kube.WatchStream.End]
    /// @return how long to wait before the next attempt
    public Duration ended(int code, long nowNanos) {
        boolean isShort = nowNanos - openedNanos < SHORT_WATCH.toNanos();
        boolean isBusy = code == 429 || code == 503;
        if (code == 410 || wasExpired || nowNanos - heardNanos >= SILENCE_MAX.toNanos()) {
            return relist();
        }
        if (isShort && !hasProgressed && !isBusy) {
            shortWatches++;
            return shortWatches >= SHORT_WATCHES_MAX ? relist() : backoff();
        }
        return code == 200 && !isShort ? jittered(BACKOFF_MIN) : backoff();
    }

    private Duration relist() {
        mustList = true;
        shortWatches = 0;
        return backoff();
    }

    /// Doubles from the second failure in a row on, up to the bound; half of it is random.
    private Duration backoff() {
        long millis = BACKOFF_MIN.toMillis() << Math.min(failures, DOUBLINGS_MAX);
        failures++;
        return jittered(Duration.ofMillis(Math.min(millis, BACKOFF_MAX.toMillis())));
    }

    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }
}
