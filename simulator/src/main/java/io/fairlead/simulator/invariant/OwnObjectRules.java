package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.invariant.WorkloadFacts.Claim;
import io.fairlead.simulator.server.CommitListener.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/// The rules for everything but pods: S5 for kinds, S9, S11 and the ledger's half of S12.
final class OwnObjectRules {
    /// Deletions of the Git side within this time count together.
    private static final Duration BURST = Duration.ofMinutes(1);

    /// What one commit may prune without an acknowledgement, at most: this, or a tenth of the scope.
    private static final int PRUNES_MAX = 5;

    private static final Set<String> KINDS =
            Set.of("ControllerRevision", "Event", "Lease", "PersistentVolumeClaim", "CloneSet", "Pod");
    private static final String EPOCH = "gitops.fairlead.io/budget-epoch";
    private static final String CLAIMS = "gitops.fairlead.io/budget-claims";

    private final Report report;
    private final Deque<Instant> prunes = new ArrayDeque<>();

    OwnObjectRules(Report report) {
        this.report = report;
    }

    /// S5: the engine writes only what is its own.
    void kindOf(Commit commit) {
        if (!KINDS.contains(commit.type().kind())) {
            report.violated(
                    "S5",
                    commit,
                    "the engine has no business with " + commit.type().kind());
        }
    }

    /// S9 and S5 for the Git side: few deletions at a time, and only of what it applied.
    void gitsync(Commit commit, Instant now) {
        ObjectNode before = commit.before();
        ObjectNode after = commit.after();
        if (before == null
                || before.path("metadata").has("deletionTimestamp")
                || (after != null && !after.path("metadata").has("deletionTimestamp"))) {
            return;
        }
        while (!prunes.isEmpty() && prunes.getFirst().isBefore(now.minus(BURST))) {
            prunes.removeFirst();
        }
        prunes.addLast(now);
        if (prunes.size() > PRUNES_MAX) {
            report.violated("S9", commit, prunes.size() + " objects pruned within a minute");
        }
        boolean isManaged = false;
        for (JsonNode entry : before.path("metadata").path("managedFields")) {
            isManaged |= entry.path("manager").asText().equals("fairlead-gitsync");
        }
        if (!isManaged && before.path("metadata").has("managedFields")) {
            report.violated("S5", commit, "pruned although the Git side never applied it");
        }
    }

    /// S11: the status never goes back, and its numbers fit together.
    void status(Commit commit, ObjectNode before, ObjectNode after) {
        JsonNode old = before.path("status");
        JsonNode status = after.path("status");
        if (old.equals(status)) {
            return;
        }
        long observed = status.path("observedGeneration").asLong();
        long generation = after.path("metadata").path("generation").asLong();
        if (observed < old.path("observedGeneration").asLong() || observed > generation) {
            report.violated(
                    "S11",
                    commit,
                    "observedGeneration " + old.path("observedGeneration").asLong() + " -> " + observed
                            + " at generation " + generation);
        }
        ordered(commit, status, "updatedReadyReplicas", "updatedReplicas");
        ordered(commit, status, "updatedReplicas", "replicas");
        ordered(commit, status, "availableReplicas", "readyReplicas");
        ordered(commit, status, "updatedAvailableReplicas", "availableReplicas");
    }

    private void ordered(Commit commit, JsonNode status, String less, String more) {
        if (status.path(less).asInt() > status.path(more).asInt()) {
            report.violated(
                    "S11",
                    commit,
                    less + " " + status.path(less).asInt() + " > " + more + " "
                            + status.path(more).asInt());
        }
    }

    /// S12: epochs of a ledger never fall. Takes up the claims.
    void ledger(Commit commit, WorkloadFacts workload, Instant now) {
        JsonNode annotations = commit.after() == null
                ? MissingNode.getInstance()
                : commit.after().path("metadata").path("annotations");
        long epoch = annotations.path(EPOCH).asLong(0);
        if (commit.before() != null && epoch < workload.epoch) {
            report.violated("S12", commit, "the ledger's epoch fell from " + workload.epoch + " to " + epoch);
        }
        workload.epoch = epoch;
        String text = annotations.path(CLAIMS).asText("");
        Set<String> named = new LinkedHashSet<>();
        for (String term : text.isEmpty() ? new String[0] : text.split(",")) {
            int equals = term.indexOf('=');
            String pod = term.substring(0, equals);
            String version = term.substring(equals + 1, term.indexOf('/'));
            named.add(pod);
            Claim known = workload.claims.get(pod);
            if (known == null || !known.version().equals(version)) {
                workload.claims.put(pod, new Claim(now, version));
            }
        }
        // A claim that was dropped may still be carried out by whoever made it, if the pod never changed since.
        workload.claims.keySet().removeIf(pod -> !named.contains(pod) && !workload.pods.containsKey(pod));
    }
}
