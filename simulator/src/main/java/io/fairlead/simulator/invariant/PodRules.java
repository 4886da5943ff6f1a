package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.invariant.InvariantChecker.Setting;
import io.fairlead.simulator.invariant.WorkloadFacts.Claim;
import io.fairlead.simulator.invariant.WorkloadFacts.Wish;
import io.fairlead.simulator.server.CommitListener.Commit;
import io.fairlead.simulator.wire.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules for what the engine writes to pods: S1 to S8, S10 and the pods' half of S12.
final class PodRules {
    private final Setting setting;
    private final Report report;

    PodRules(Setting setting, Report report) {
        this.setting = setting;
        this.report = report;
    }

    /// S5: only pods of a workload that is there, or was a moment ago.
    void ownership(Commit commit, @Nullable PodFacts before, @Nullable PodFacts after, @Nullable WorkloadFacts owner) {
        PodFacts pod = Objects.requireNonNull(before == null ? after : before);
        if (owner == null) {
            report.violated("S5", commit, "the pod is controlled by '" + pod.owner() + "', which is no CloneSet");
            return;
        }
        Instant goneAt = owner.goneAt;
        boolean isLongGone = goneAt != null
                && goneAt.isBefore(setting.now().get().minus(setting.viewAge().get()));
        if (isLongGone) {
            report.violated("S5", commit, "its CloneSet " + owner.name + " is gone since " + goneAt);
        }
    }

    /// Everything else; the workload's facts hold the state after the write.
    void write(Commit commit, WorkloadFacts workload, @Nullable PodFacts before, @Nullable PodFacts after) {
        Instant now = setting.now().get();
        boolean isRemoved = after == null || (after.isTerminating() && (before == null || !before.isTerminating()));
        if (before != null) {
            identity(commit, workload, before, isRemoved);
            Instant view = view(workload, before, now);
            if (isAvailableSince(workload, before, view, now) && (after == null || !after.isServing())) {
                budget(commit, workload, before, view, now);
            }
        }
        boolean isNewContent = false;
        if (after != null
                && after.isActive()
                && (before == null || !before.content().equals(after.content()))) {
            isNewContent = true;
            Instant view = now.minus(setting.viewAge().get());
            content(commit, workload, after, view, now);
            if (before == null) {
                surge(commit, workload, view);
            } else {
                drained(commit, workload, before, now);
            }
        }
        if (isRemoved || isNewContent) {
            valid(commit, workload, now.minus(setting.viewAge().get()));
        }
    }

    /// When the view was taken at the earliest on which this write rests.
    private Instant view(WorkloadFacts workload, PodFacts pod, Instant now) {
        Claim claim = workload.claims.get(pod.uid());
        Instant decided = claim != null && claim.version().equals(pod.version()) ? claim.at() : now;
        return decided.minus(setting.viewAge().get());
    }

    /// A pod that came into service after the view was taken was no loss in that view.
    private boolean isAvailableSince(WorkloadFacts workload, PodFacts pod, Instant view, Instant now) {
        Instant since = workload.servingSince.getOrDefault(pod.uid(), Instant.MIN);
        int minReady = workload.wish().minReadySeconds();
        Instant judged =
                (view.isBefore(now) ? view : now).minus(setting.clockTolerance().get());
        return pod.isAvailable(minReady, judged, Duration.ZERO) && since.isBefore(view);
    }

    /// S1: `replicas - available <= maxUnavailable + what the environment took since the view`; and S12: somebody
    /// claimed that pod in that state.
    private void budget(Commit commit, WorkloadFacts workload, PodFacts pod, Instant view, Instant now) {
        Duration tolerance = setting.clockTolerance().get();
        int losses = workload.lossesSince(view);
        int missingLeast = Integer.MAX_VALUE;
        int allowed = 0;
        for (Wish wish : workload.wishesSince(view)) {
            int missing = wish.replicas() - workload.available(wish.minReadySeconds(), now, tolerance);
            if (missing - wish.maxUnavailable() < missingLeast - allowed) {
                missingLeast = missing;
                allowed = wish.maxUnavailable();
            }
        }
        if (missingLeast > allowed + losses) {
            report.violated(
                    "S1",
                    commit,
                    missingLeast + " of " + workload.wish().replicas() + " are unavailable, allowed are " + allowed
                            + " and " + losses + " that the environment took: " + workload.picture(now));
        }
        Claim claim = workload.claims.get(pod.uid());
        if (claim == null || !claim.version().equals(pod.version())) {
            report.violated(
                    "S12",
                    commit,
                    "the pod was taken at version " + pod.version() + ", claimed was "
                            + (claim == null ? "nothing" : claim.version()));
        }
    }

    /// S2, S4 and S7: the content is one that is asked for, for no more pods than the partition and the approvals
    /// let.
    private void content(Commit commit, WorkloadFacts workload, PodFacts after, Instant view, Instant now) {
        List<Wish> wishes = workload.wishesSince(view);
        String content = after.content();
        boolean isKnown = wishes.stream().anyMatch(wish -> wish.content().equals(content));
        int count = workload.count(content);
        if (!isKnown) {
            if (!workload.wasKnown(content) || !mayGoBack(workload, wishes, commit.before() == null)) {
                report.violated("S7", commit, "nobody asks for " + content + " any more: " + workload.picture(now));
            }
            return;
        }
        boolean isRolling = workload.pods.values().stream()
                .anyMatch(pod -> pod.isActive() && !pod.content().equals(content));
        int allowed = 0;
        boolean mayMove = false;
        for (Wish wish : wishes) {
            if (wish.content().equals(content)) {
                // A pod that is marked for deletion is replaced first, as far as the surge lets.
                int standIns = Math.min(wish.maxSurge(), workload.toGo(content));
                int share = wish.replicas() - wish.partition() + standIns;
                allowed = Math.max(allowed, Math.max(share, wish.updatedBefore()));
                mayMove |= !wish.isPaused();
            } else {
                // It was the old content there, of which a partition keeps some.
                allowed = Math.max(allowed, wish.replicas());
                mayMove = true;
            }
        }
        boolean isStable = commit.before() == null && workload.isCurrent(commit.after());
        if (isRolling && !isStable && count > allowed) {
            report.violated(
                    "S2",
                    commit,
                    count + " pods run " + content + ", allowed are " + allowed + ": " + workload.picture(now));
        }
        if (!mayMove && commit.before() != null) {
            report.violated("S4", commit, "the workload is paused");
        }
        int replicas = wishes.stream().mapToInt(Wish::replicas).max().orElse(0);
        int approved = setting.approvals().podsMax(workload.namespace, workload.name, content, replicas);
        if (count > Math.max(approved, workload.wish().updatedBefore())) {
            report.violated("S4", commit, count + " pods run " + content + ", approved are " + approved);
        }
    }

    /// Old content is right for the pods that a partition keeps: a new pod may get it, and a pod may be brought
    /// back to it where more are new than the partition lets.
    private static boolean mayGoBack(WorkloadFacts workload, List<Wish> wishes, boolean isCreation) {
        for (Wish wish : wishes) {
            int keeps = wish.partition();
            int kept = workload.active() - workload.count(wish.content());
            if (keeps > 0 && (isCreation || kept <= keeps)) {
                return true;
            }
        }
        return false;
    }

    /// S3.
    private void surge(Commit commit, WorkloadFacts workload, Instant view) {
        int allowed = workload.wishesSince(view).stream()
                .mapToInt(wish -> wish.replicas() + wish.maxSurge())
                .max()
                .orElse(0);
        int active = workload.active();
        if (active > allowed) {
            report.violated("S3", commit, active + " pods, allowed are " + allowed);
        }
    }

    /// S8: out of service first, for the grace period.
    private void drained(Commit commit, WorkloadFacts workload, PodFacts before, Instant now) {
        if (!before.isGated()) {
            return;
        }
        if (!before.isHeldBack()) {
            report.violated("S8", commit, "the pod was changed while its readiness gate was open");
            return;
        }
        Instant idle = workload.idleSince.get(before.uid());
        Duration grace = Duration.ofSeconds(
                workload.wishesSince(now.minus(setting.viewAge().get())).stream()
                        .mapToInt(Wish::graceSeconds)
                        .min()
                        .orElse(0));
        Duration tolerance = setting.clockTolerance().get().plusSeconds(1);
        if (idle != null && Duration.between(idle, now).plus(tolerance).compareTo(grace) < 0) {
            report.violated("S8", commit, "the pod was out of service only since " + idle + ", grace " + grace);
        }
    }

    /// S10: nothing destructive for what cannot be read.
    private void valid(Commit commit, WorkloadFacts workload, Instant view) {
        if (workload.wishesSince(view).stream().allMatch(Wish::invalid)) {
            report.violated("S10", commit, "the workload cannot be read");
        }
    }

    /// S6 and S7: the write names the pod that the decision was made on, and nothing is deleted twice.
    private void identity(Commit commit, WorkloadFacts workload, PodFacts before, boolean isRemoved) {
        ApiCall call = commit.call();
        JsonNode body = call == null || call.body() == null ? MissingNode.getInstance() : call.body();
        if (call != null && call.verb() == Verb.DELETE) {
            JsonNode preconditions = body.path("preconditions");
            if (!preconditions.path("uid").asText().equals(before.uid())) {
                report.violated("S6", commit, "deleted without the pod's uid");
            }
            Instant going = workload.goingSince.getOrDefault(before.uid(), Instant.MAX);
            if (going.isBefore(setting.now().get().minus(setting.viewAge().get()))) {
                report.violated("S7", commit, "deleted although it is going since " + going);
            }
        } else if (call != null && call.verb() == Verb.PATCH && !isRemoved) {
            boolean isJsonPatch = call.contentType().equals(ContentType.JSON_PATCH.mediaType());
            boolean namesUid = isJsonPatch
                    ? tests(body, "/metadata/uid", before.uid())
                    : body.path("metadata").path("uid").asText().equals(before.uid());
            if (!namesUid) {
                report.violated("S6", commit, "patched without the pod's uid");
            }
        }
    }

    private static boolean tests(JsonNode operations, String path, String value) {
        for (JsonNode operation : operations) {
            if (operation.path("op").asText().equals("test")
                    && operation.path("path").asText().equals(path)
                    && operation.path("value").asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
