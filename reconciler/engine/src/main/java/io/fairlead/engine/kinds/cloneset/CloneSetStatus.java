package io.fairlead.engine.kinds.cloneset;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSet.Condition;
import io.fairlead.api.apps.CloneSet.Status;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.revision.RevisionBook;
import io.fairlead.engine.rollout.Allowance;
import io.fairlead.engine.rollout.Census;
import io.fairlead.engine.rollout.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The status of a CloneSet, from what was observed before anything is written.
final class CloneSetStatus {
    /// @param book empty while the CloneSet is held: then the revisions stay as they were
    record Facts(
            Observed<CloneSet> observed,
            Allowance allowance,
            Census census,
            Optional<RevisionBook> book,
            CloneSetTroubles troubles) {}

    /// @param changed the whole status, where it is not as it should be
    record Draft(Optional<JsonNode> changed, Optional<Duration> nextLook) {}

    private CloneSetStatus() {}

    static Draft draft(Facts facts) {
        CloneSet cloneSet = facts.observed().object();
        Status old = cloneSet.status();
        Status counted = counted(facts);
        Instant now = facts.observed().now().truncatedTo(ChronoUnit.SECONDS);
        Optional<Condition> progress = CloneSetProgress.condition(cloneSet.spec(), old, counted, now);
        Status next = with(counted, CloneSetConditions.of(old.conditions(), facts.troubles(), progress, now));
        Optional<Duration> deadline = progress.flatMap(each -> CloneSetProgress.untilDeadline(
                cloneSet.spec(), each, facts.observed().now()));
        boolean isSame = ordered(next).equals(ordered(old));
        return new Draft(isSame ? Optional.empty() : Optional.of(CloneSetCodec.statusToJson(next)), deadline);
    }

    private static Status counted(Facts facts) {
        CloneSet cloneSet = facts.observed().object();
        Status old = cloneSet.status();
        Census census = facts.census();
        int updatedReady = 0;
        int updatedAvailable = 0;
        for (Member member : census.members()) {
            updatedReady += member.isUpdated() && member.isReady() ? 1 : 0;
            updatedAvailable += member.isUpdated() && member.isAvailable() ? 1 : 0;
        }
        Optional<RevisionBook> book = facts.book();
        return new Status(
                cloneSet.generation(),
                census.total(),
                census.ready(),
                census.available(),
                census.updated(),
                updatedReady,
                updatedAvailable,
                facts.allowance().replicas() - facts.allowance().partition(),
                book.map(each -> each.update().name()).orElse(old.updateRevision()),
                book.map(each -> currentRevision(facts, each)).orElse(old.currentRevision()),
                book.map(RevisionBook::collisionCount).orElse(old.collisionCount()),
                cloneSet.spec().selector().canonical(),
                List.of());
    }

    /// Advances once every pod is on the update revision, but never without pods and never under a partition: what
    /// is held back must stay known.
    private static String currentRevision(Facts facts, RevisionBook book) {
        Allowance allowance = facts.allowance();
        Census census = facts.census();
        boolean isComplete = allowance.replicas() > 0
                && allowance.partition() == 0
                && census.total() == allowance.replicas()
                && census.updated() == allowance.replicas();
        return isComplete ? book.update().name() : book.currentName();
    }

    private static Status ordered(Status status) {
        return with(
                status,
                status.conditions().stream()
                        .sorted(Comparator.comparing(Condition::type))
                        .toList());
    }

    private static Status with(Status status, List<Condition> conditions) {
        return new Status(
                status.observedGeneration(),
                status.replicas(),
                status.readyReplicas(),
                status.availableReplicas(),
                status.updatedReplicas(),
                status.updatedReadyReplicas(),
                status.updatedAvailableReplicas(),
                status.expectedUpdatedReplicas(),
                status.updateRevision(),
                status.currentRevision(),
                status.collisionCount(),
                status.labelSelector(),
                conditions);
    }
}
