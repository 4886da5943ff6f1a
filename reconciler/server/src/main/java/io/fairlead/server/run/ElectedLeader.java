package io.fairlead.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.lease.LeaseElector;
import io.fairlead.server.execute.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The leader by election. It leads for one term at most: whoever lost a term starts again as a new process.
public final class ElectedLeader implements Leadership, AutoCloseable {
    /// Where Fairlead's own objects live.
    public static final String NAMESPACE = "fairlead-system";

    static final String LEASE = "fairlead-reconciler";

    /// Terms that one lease may see. Above them comes the time when the lease was made, so that one that was
    /// deleted and made again still gives later epochs: budgets are fenced with them.
    private static final int TERMS_BITS = 20;

    private static final Duration READ_WAIT = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(ElectedLeader.class);

    private final String identity;
    private final Resources resources;
    private final Time time;
    private final LeaseElector elector;
    private final Runnable onLead;
    private volatile @Nullable Thread thread;
    private volatile long epoch;

    /// Who stands for election.
    ///
    /// @param identity unique to this run of this process
    /// @param lease how long the others wait for a leader that says nothing
    public record Candidate(String identity, Duration lease) {}

    /// @param onLead called once, by a thread of its own, when the term has begun
    /// @param onLost called once if the term ends before [#close]; must not block
    public ElectedLeader(Resources resources, Time time, Candidate candidate, Runnable onLead, Runnable onLost) {
        this.identity = candidate.identity();
        this.resources = resources;
        this.time = time;
        this.elector = new LeaseElector(
                resources,
                time,
                new LeaseElector.Settings(NAMESPACE, LEASE, candidate.identity(), candidate.lease()),
                onLost);
        this.onLead = onLead;
    }

    /// Later terms of one lease, and terms of a lease that was made later, have the greater epoch.
    static long epoch(Instant leaseCreated, long transitions) {
        return (leaseCreated.getEpochSecond() << TERMS_BITS) + Math.min(transitions, (1L << TERMS_BITS) - 1);
    }

    public void start() {
        elector.start();
        thread = time.start("await-term", this::await);
    }

    private void await() {
        try {
            elector.awaitLeading();
            // Until the lease's creation time is known, no epoch is known.
            while (elector.isLeading()) {
                Outcome outcome = resources.get(ObjectPath.of(ResourceType.LEASE, NAMESPACE, LEASE));
                if (outcome instanceof Outcome.Applied(JsonNode lease)) {
                    epoch = epoch(created(lease), elector.epoch());
                    onLead.run();
                    return;
                }
                time.sleep(READ_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Instant created(JsonNode lease) {
        try {
            return Instant.parse(
                    lease.path("metadata").path("creationTimestamp").asText());
        } catch (DateTimeParseException e) {
            LOG.warn("the lease {} has no creation time", LEASE);
            return Instant.EPOCH;
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean mayWrite() {
        return elector.isLeading() && epoch > 0;
    }

    /// Gives the lease back, so that the next holder need not wait for it to run out.
    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        elector.close();
    }
}
