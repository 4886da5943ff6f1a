package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.invariant.WorkloadFacts.Claim;
import io.fairlead.simulator.server.CommitListener.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/// The rules for everything but pods: S5, S11 and the ledger's half of S12.
final class OwnObjectRules {
    private static final Set<String> KINDS =
            Set.of("ControllerRevision", "Event", "Lease", "PersistentVolumeClaim", "CloneSet", "Pod");
    private static final String EPOCH = "gitops.fairlead.io/budget-epoch";
    private static final String CLAIMS = "gitops.fairlead.io/budget-claims";

    /// As the protocol has it: the longest that a request may be under way, and some.
    private static final Duration CLAIM_LIFETIME = Duration.ofSeconds(90);

    private final Report report;
    private final Supplier<Duration> tolerance;

    /// @param tolerance of clocks
    OwnObjectRules(Report report, Supplier<Duration> tolerance) {
        this.report = report;
        this.tolerance = tolerance;
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

    /// S5 for the Git side: it deletes only what it applied. How much may go is for who knows the repository.
    void gitsync(Commit commit) {
        ObjectNode before = commit.before();
        ObjectNode after = commit.after();
        if (before == null
                || before.path("metadata").has("deletionTimestamp")
                || (after != null && !after.path("metadata").has("deletionTimestamp"))) {
            return;
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

    private static String[] terms(JsonNode annotations) {
        String text = annotations.path(CLAIMS).asText("");
        return text.isEmpty() ? new String[0] : text.split(",");
    }

    /// S12: nobody drops the claim of another process while the pod is still as it was claimed, or the sum of both
    /// is no sum.
    private void dropped(Commit commit, WorkloadFacts workload, Set<String> named, Instant now) {
        JsonNode before = commit.before() == null ? MissingNode.getInstance() : commit.before();
        String writer = commit.after() == null
                ? ""
                : commit.after().path("spec").path("holderIdentity").asText();
        for (String term : terms(before.path("metadata").path("annotations"))) {
            String pod = term.substring(0, term.indexOf('='));
            String owner = term.substring(term.lastIndexOf('/') + 1);
            PodFacts facts = workload.pods.get(pod);
            Claim claim = workload.claims.get(pod);
            if (facts == null || claim == null || named.contains(pod) || owner.equals(writer)) {
                continue;
            }
            boolean isOpen = facts.version().equals(claim.version())
                    && now.isBefore(claim.at().plus(CLAIM_LIFETIME).minus(tolerance.get()));
            if (isOpen) {
                report.violated("S12", commit, writer + " dropped the open claim of " + owner + " on " + facts.name());
            }
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
        Set<String> named = new LinkedHashSet<>();
        for (String term : terms(annotations)) {
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
        dropped(commit, workload, named, now);
        workload.claims.keySet().removeIf(pod -> !named.contains(pod) && !workload.pods.containsKey(pod));
    }
}
