package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSet.Condition;
import io.fairlead.api.apps.CloneSet.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The condition `Progressing`, where a deadline is set. Its clock starts when a rollout starts and again with every
/// pod that gets further. (kruise takes the age of whatever was reported last, and never starts it again.)
final class CloneSetProgress {
    private static final String AVAILABLE = "CloneSetAvailable";
    private static final String PAUSED = "CloneSetPaused";
    private static final String PARTITION_AVAILABLE = "ProgressPartitionAvailable";
    private static final String EXCEEDED = "ProgressDeadlineExceeded";
    private static final String UPDATED = "CloneSetUpdated";

    private CloneSetProgress() {}

    static Optional<Condition> condition(CloneSet.Spec spec, Status old, Status counted, Instant now) {
        if (spec.progressDeadlineSeconds().isEmpty()) {
            return Optional.empty();
        }
        Duration deadline = Duration.ofSeconds(spec.progressDeadlineSeconds().getAsInt());
        Optional<Condition> stored = CloneSetConditions.find(old.conditions(), CloneSetConditions.PROGRESSING);
        boolean isMoving = isFurther(old, counted);
        String reason = restingReason(spec, counted).orElseGet(() -> runningReason(stored, isMoving, deadline, now));
        boolean isExceeded = reason.equals(EXCEEDED);
        String message = isExceeded ? "revision " + counted.updateRevision() + " has stopped making progress" : "";
        Condition wanted =
                new Condition(CloneSetConditions.PROGRESSING, isExceeded ? "False" : "True", now, now, reason, message);
        Condition next = CloneSetConditions.next(stored, wanted);
        boolean isRestarted = reason.equals(UPDATED) && isMoving;
        return Optional.of(
                isRestarted
                        ? new Condition(next.type(), next.status(), now, next.lastTransitionTime(), reason, message)
                        : next);
    }

    private static Optional<String> restingReason(CloneSet.Spec spec, Status counted) {
        int replicas = spec.replicas();
        boolean isWhole = counted.replicas() == replicas
                && counted.updatedReplicas() == replicas
                && counted.updatedAvailableReplicas() == replicas;
        // Without pods the current revision stays behind, and nothing is missing.
        boolean isCurrent = replicas == 0 || counted.currentRevision().equals(counted.updateRevision());
        if (isWhole && isCurrent) {
            return Optional.of(AVAILABLE);
        }
        if (spec.update().isPaused()) {
            return Optional.of(PAUSED);
        }
        int expected = counted.expectedUpdatedReplicas();
        boolean isHeld = expected < replicas && expected <= counted.updatedAvailableReplicas();
        return isHeld ? Optional.of(PARTITION_AVAILABLE) : Optional.empty();
    }

    private static String runningReason(Optional<Condition> stored, boolean isMoving, Duration deadline, Instant now) {
        if (stored.isEmpty() || isMoving) {
            return UPDATED;
        }
        Condition last = stored.get();
        boolean isLate = last.reason().equals(UPDATED)
                && last.lastUpdateTime().plus(deadline).isBefore(now);
        return isLate || last.reason().equals(EXCEEDED) ? EXCEEDED : UPDATED;
    }

    private static boolean isFurther(Status old, Status counted) {
        return !counted.updateRevision().equals(old.updateRevision())
                || counted.updatedReplicas() > old.updatedReplicas()
                || counted.updatedReadyReplicas() > old.updatedReadyReplicas()
                || counted.updatedAvailableReplicas() > old.updatedAvailableReplicas();
    }

    /// How long until a rollout that does not get further will have run out of time.
    static Optional<Duration> untilDeadline(CloneSet.Spec spec, Condition progress, Instant now) {
        if (!progress.reason().equals(UPDATED) || spec.progressDeadlineSeconds().isEmpty()) {
            return Optional.empty();
        }
        Instant end = progress.lastUpdateTime()
                .plusSeconds(spec.progressDeadlineSeconds().getAsInt())
                .plusSeconds(1);
        Duration left = Duration.between(now, end);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
}
