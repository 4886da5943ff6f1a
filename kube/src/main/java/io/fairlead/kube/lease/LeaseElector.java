package io.fairlead.kube.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Competes for a Lease, keeps it, and says at any moment whether this process may still act. Safe for
/// use by several threads; one thread of its own renews.
public final class LeaseElector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseElector.class);
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Resources resources;
    private final Time time;
    private final Settings settings;
    private final Runnable onLost;
    /// Held by whoever reads and writes the lease, over the requests too.
    private final ReentrantLock lock = new ReentrantLock();

    private final ReentrantLock termLock = new ReentrantLock();
    private final Condition termBegun = termLock.newCondition();

    private volatile @Nullable Thread thread;

    private volatile boolean isStopping;
    private volatile boolean hasLed;
    private volatile long leadsUntilNanos;
    private volatile long epoch = -1;
    private String seenVersion = "";
    private long seenSinceNanos;

    /// @param duration how long a holder that says nothing keeps the lease; at least [#DURATION_MIN]
    public record Settings(String namespace, String name, String identity, Duration duration) {
        /// What Kubernetes' own controllers use.
        public static final Duration DURATION = Duration.ofSeconds(15);

        public static final Duration DURATION_MIN = Duration.ofSeconds(2);

        public Settings {
            if (duration.compareTo(DURATION_MIN) < 0) {
                throw new IllegalArgumentException("a lease of " + duration + " is too short to be renewed in time");
            }
        }

        /// How long after the start of the last renewal the holder still acts: two thirds, so that even
        /// a slow answer leaves room before anybody else may begin.
        Duration deadline() {
            return duration.multipliedBy(2).dividedBy(3);
        }

        Duration retry() {
            return duration.multipliedBy(2).dividedBy(15);
        }
    }

    /// @param onLost called once, on the elector's thread, when a lease that was held is lost; never
    ///     while stopping
    public LeaseElector(Resources resources, Time time, Settings settings, Runnable onLost) {
        this.resources = resources;
        this.time = time;
        this.settings = settings;
        this.onLost = onLost;
        this.leadsUntilNanos = time.nanos() - 1;
    }

    public void start() {
        thread = time.start("lease-" + settings.name(), this::loop);
    }

    /// Whether this process may act now. Costs nothing; ask before every write.
    public boolean isLeading() {
        return hasLed && time.nanos() - leadsUntilNanos < 0;
    }

    /// Waits until this process leads; that may be over again when this returns.
    public void awaitLeading() throws InterruptedException {
        termLock.lock();
        try {
            while (!hasLed) {
                termBegun.await();
            }
        } finally {
            termLock.unlock();
        }
    }

    /// Grows with every change of the holder; -1 before this process has led.
    public long epoch() {
        return epoch;
    }

    private void loop() {
        while (!isStopping) {
            attempt();
            if (hasLed && !isLeading()) {
                if (!isStopping) {
                    LOG.error("lost the lease {}/{}", settings.namespace(), settings.name());
                    onLost.run();
                }
                return;
            }
            try {
                time.sleep(settings.retry());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Tries once to take or to renew the lease. A process that has lost it never takes it again.
    void attempt() {
        lock.lock();
        try {
            tryOnce();
        } finally {
            lock.unlock();
        }
    }

    private void tryOnce() {
        if (hasLed && !isLeading()) {
            return;
        }
        long begun = time.nanos();
        switch (resources.get(path())) {
            case Outcome.Applied(JsonNode lease) -> contest(lease, begun);
            case Outcome.Gone gone -> take(lease("", 0), 0, begun);
            case Outcome.Conflicted conflicted -> LOG.debug("lease: {}", conflicted.message());
            case Outcome.Refused refused -> LOG.warn("the lease cannot be read: {}", refused.message());
            case Outcome.Throttled throttled -> LOG.debug("lease: throttled");
            case Outcome.Failed failed -> LOG.debug("lease: {}", failed.message());
        }
    }

    private void contest(JsonNode lease, long begun) {
        String version = lease.path("metadata").path("resourceVersion").asText();
        JsonNode spec = lease.path("spec");
        String holder = spec.path("holderIdentity").asText("");
        long transitions = spec.path("leaseTransitions").asLong(0);
        if (holder.equals(settings.identity())) {
            take(lease(version, transitions), transitions, begun);
            return;
        }
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenSinceNanos = begun;
        }
        Duration held = Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(1));
        boolean isExpired = begun - seenSinceNanos >= held.toNanos();
        if (holder.isEmpty() || isExpired) {
            take(lease(version, transitions + 1), transitions + 1, begun);
        }
    }

    private void take(ObjectNode lease, long transitions, long begun) {
        Outcome outcome = lease.path("metadata").has("resourceVersion")
                ? resources.update(path(), lease)
                : resources.create(ResourceType.LEASE, settings.namespace(), lease);
        if (outcome instanceof Outcome.Applied) {
            epoch = transitions;
            leadsUntilNanos = begun + settings.deadline().toNanos();
            if (!hasLed) {
                begin();
                LOG.info("leading as {} (lease {}/{})", settings.identity(), settings.namespace(), settings.name());
            }
        } else {
            LOG.debug("lease not taken: {}", outcome);
        }
    }

    private void begin() {
        termLock.lock();
        try {
            hasLed = true;
            termBegun.signalAll();
        } finally {
            termLock.unlock();
        }
    }

    private ObjectNode lease(String version, long transitions) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", ResourceType.LEASE.apiVersion()).put("kind", ResourceType.LEASE.kind());
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", settings.name()).put("namespace", settings.namespace());
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        Instant now = time.now();
        lease.putObject("spec")
                .put("holderIdentity", settings.identity())
                .put("leaseDurationSeconds", settings.duration().toSeconds())
                .put("acquireTime", MICRO_TIME.format(now))
                .put("renewTime", MICRO_TIME.format(now))
                .put("leaseTransitions", transitions);
        return lease;
    }

    private ObjectPath path() {
        return ObjectPath.of(ResourceType.LEASE, settings.namespace(), settings.name());
    }

    /// Stops renewing and, if the lease is still held, gives it back so that nobody has to wait for it.
    @Override
    public void close() {
        isStopping = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        lock.lock();
        try {
            giveBack();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        if (!isLeading()) {
            return;
        }
        leadsUntilNanos = time.nanos() - 1;
        if (resources.get(path()) instanceof Outcome.Applied(JsonNode lease)
                && lease.path("spec").path("holderIdentity").asText().equals(settings.identity())) {
            ObjectNode released = lease.deepCopy();
            released.withObject("/spec").put("holderIdentity", "").put("leaseDurationSeconds", 1);
            Outcome outcome = resources.update(path(), released);
            LOG.debug("lease given back: {}", outcome.getClass().getSimpleName());
        }
    }
}
