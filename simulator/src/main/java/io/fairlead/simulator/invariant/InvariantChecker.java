package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.wire.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Judges every commit against the safety invariants, as soon as it became visible.
public final class InvariantChecker implements CommitListener {
    /// Whoever writes with a name that begins like this is the engine.
    public static final String ENGINE = "reconciler";

    /// Whoever writes with a name that begins like this is the Git side.
    public static final String GITSYNC = "gitsync";

    private static final String LEDGER_PREFIX = "fairlead-budget-";

    /// What the checker has to know of the run.
    ///
    /// @param now the cluster's clock
    /// @param moment the same as the journal shows it
    /// @param viewAge how old a view may be on which a write rests that is accepted now: the bound for reading
    ///     live, and what the faults add by pausing the process
    /// @param clockTolerance how far the engine's clock may be from the cluster's
    public record Setting(
            Supplier<Instant> now,
            Supplier<String> moment,
            Supplier<Duration> viewAge,
            Supplier<Duration> clockTolerance,
            Approvals approvals) {}

    private final Setting setting;
    private final SequencedMap<String, WorkloadFacts> workloads = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final PodRules podRules;
    private final OwnObjectRules objectRules;
    private long engineWrites;
    private long gitsyncWrites;

    public InvariantChecker(Setting setting) {
        this.setting = setting;
        this.podRules = new PodRules(setting, this::report);
        this.objectRules = new OwnObjectRules(this::report, setting.clockTolerance());
    }

    /// Everything that was found, oldest first.
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /// Writes of the engine other than leases and events.
    public long engineWrites() {
        return engineWrites;
    }

    /// Writes of the Git side other than leases.
    public long gitsyncWrites() {
        return gitsyncWrites;
    }

    /// What keeps a workload from being as it was asked for; empty where it is settled.
    public List<String> unsettled() {
        List<String> all = new ArrayList<>();
        for (WorkloadFacts workload : workloads.values()) {
            if (workload.goneAt == null) {
                Settlement.defect(workload).ifPresent(all::add);
            }
        }
        return all;
    }

    private void report(String invariant, Commit commit, String numbers) {
        violations.add(new Violation(invariant, setting.moment().get(), describe(commit), numbers));
    }

    @Override
    public void committed(Commit commit) {
        ApiCall call = commit.call();
        String user = call == null ? "" : call.user().name();
        boolean isEngine = user.startsWith(ENGINE);
        boolean isLease = commit.type().kind().equals("Lease");
        boolean isEvent = commit.type().kind().equals("Event");
        engineWrites += isEngine && !isLease && !isEvent ? 1 : 0;
        gitsyncWrites += user.startsWith(GITSYNC) && !isLease ? 1 : 0;
        if (commit.type().equals(ResourceType.POD)) {
            podChanged(commit, isEngine);
        } else if (commit.type().kind().equals(CloneSet.KIND)) {
            workloadChanged(commit, isEngine);
        } else if (isLease) {
            leaseChanged(commit);
        } else if (isEngine) {
            objectRules.kindOf(commit);
        }
        if (user.startsWith(GITSYNC)) {
            objectRules.gitsync(commit);
        }
    }

    private void workloadChanged(Commit commit, boolean isEngine) {
        ObjectNode after = commit.after();
        ObjectNode before = commit.before();
        Instant now = setting.now().get();
        if (after == null) {
            WorkloadFacts gone = before == null ? null : workloads.get(uid(before));
            if (gone != null) {
                gone.goneAt = now;
            }
            return;
        }
        if (isEngine && before != null) {
            objectRules.status(commit, before, after);
        }
        workloads.computeIfAbsent(uid(after), _ -> new WorkloadFacts(after)).changed(after, now);
    }

    private void leaseChanged(Commit commit) {
        ObjectNode after = commit.after();
        if (after == null) {
            return;
        }
        String name = after.path("metadata").path("name").asText();
        WorkloadFacts workload =
                name.startsWith(LEDGER_PREFIX) ? workloads.get(name.substring(LEDGER_PREFIX.length())) : null;
        if (workload != null) {
            objectRules.ledger(commit, workload, setting.now().get());
        }
    }

    private void podChanged(Commit commit, boolean isEngine) {
        PodFacts before = commit.before() == null ? null : PodFacts.of(commit.before());
        PodFacts after = commit.after() == null ? null : PodFacts.of(commit.after());
        PodFacts either = after == null ? before : after;
        if (either == null) {
            return;
        }
        @Nullable WorkloadFacts workload = workloads.get(either.owner());
        if (isEngine) {
            podRules.ownership(commit, before, after, workload);
        }
        if (workload == null) {
            return;
        }
        Instant now = setting.now().get();
        track(workload, before, after, isEngine, now);
        if (isEngine) {
            podRules.write(commit, workload, before, after);
        }
    }

    private static void track(
            WorkloadFacts workload,
            @Nullable PodFacts before,
            @Nullable PodFacts after,
            boolean isEngine,
            Instant now) {
        boolean wasServing = before != null && before.isServing();
        boolean isServing = after != null && after.isServing();
        String uid = after == null ? (before == null ? "" : before.uid()) : after.uid();
        if (after == null) {
            workload.pods.remove(uid);
            workload.idleSince.remove(uid);
            workload.goingSince.remove(uid);
            workload.servingSince.remove(uid);
        } else {
            workload.pods.put(uid, after);
        }
        if (wasServing && !isServing) {
            if (after != null) {
                workload.idleSince.put(uid, now);
            }
            if (!isEngine) {
                workload.lost(uid, now);
            }
        }
        if (isServing && !wasServing) {
            workload.servingSince.put(uid, now);
            workload.idleSince.remove(uid);
        }
        if (before == null && after != null && !isServing) {
            workload.idleSince.put(uid, now);
        }
        if (after != null && after.isTerminating()) {
            workload.goingSince.putIfAbsent(uid, now);
        }
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }

    /// A commit in words: who did what to which object.
    public static String describe(CommitListener.Commit commit) {
        ObjectNode object = commit.after() == null ? commit.before() : commit.after();
        ApiCall call = commit.call();
        JsonNode metadata = object == null ? null : object.path("metadata");
        String name = metadata == null
                ? "?"
                : metadata.path("namespace").asText("") + "/"
                        + metadata.path("name").asText();
        return (call == null ? "the server" : call.header("user-agent") + " " + call.verb()) + " "
                + commit.type().kind() + " " + name + " @" + commit.version();
    }
}
