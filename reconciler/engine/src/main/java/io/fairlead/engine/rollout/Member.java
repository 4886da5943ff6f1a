package io.fairlead.engine.rollout;

import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ConditionView;
import io.fairlead.engine.inplace.InPlacePatches;
import java.time.Instant;
import java.util.List;

/// One pod of the roster with everything that a choice asks about it.
///
/// @param isUpdated on the update revision
/// @param isReady running, ready, and not taken out of service for an in-place update
/// @param isAvailable ready for long enough, in service
/// @param isDrained taken out of service for an in-place change that may not have been made
/// @param isSpecified marked for deletion by a person
/// @param readyTime since when it is ready; [Instant#MAX] where it is not
/// @param revision hash of its revision
public record Member(
        PodView pod,
        boolean isUpdated,
        boolean isReady,
        boolean isAvailable,
        boolean isDrained,
        boolean isSpecified,
        Instant readyTime,
        String revision) {

    /// What tells the members of one workload apart.
    ///
    /// @param podsToDelete names
    public record Yardstick(String updateHash, List<String> podsToDelete, int minReadySeconds, Instant now) {}

    public static Member of(PodView pod, Yardstick yardstick) {
        boolean isReadyCondition = false;
        boolean isGateOpen = true;
        Instant readyTime = Instant.MAX;
        for (ConditionView condition : pod.conditions()) {
            boolean isTrue = condition.status().equals("True");
            if (condition.type().equals("Ready") && isTrue) {
                isReadyCondition = true;
                readyTime = condition.lastTransitionTime();
            } else if (condition.type().equals(PodKeys.IN_PLACE_READY)) {
                isGateOpen = isTrue;
            }
        }
        boolean isReady = isReadyCondition && isGateOpen && pod.phase().equals("Running");
        PodState state = PodState.of(pod.labels());
        boolean isOldEnough = yardstick.minReadySeconds() == 0
                || (isReady
                        && readyTime.plusSeconds(yardstick.minReadySeconds()).isBefore(yardstick.now()));
        boolean isSpecified = pod.labels().containsKey(PodKeys.SPECIFIED_DELETE)
                || state == PodState.PREPARING_DELETE
                || yardstick.podsToDelete().contains(pod.name());
        String revision = PodKeys.hashOf(pod.labels().getOrDefault(PodKeys.REVISION, ""));
        return new Member(
                pod,
                revision.equals(yardstick.updateHash()),
                isReady,
                isReady && isOldEnough && state.isInService(),
                state == PodState.UPDATING && InPlacePatches.isDrained(pod),
                isSpecified,
                readyTime,
                revision);
    }

    /// Ended phases never get here: 0 `Pending`, 1 `Unknown`, 2 `Running`.
    int phaseRank() {
        return switch (pod.phase()) {
            case "Pending" -> 0;
            case "Running" -> 2;
            default -> 1;
        };
    }

    int restarts() {
        int restarts = 0;
        for (PodView.ContainerView container : pod.containers()) {
            restarts = Math.max(restarts, container.restarts());
        }
        return restarts;
    }
}
