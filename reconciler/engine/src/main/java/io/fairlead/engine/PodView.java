package io.fairlead.engine;

import io.fairlead.api.gitops.Marks;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What the engine knows of a live pod: as much as its decisions rest on, never the whole object.
///
/// @param ownerUid uid of the controlling owner; empty for an orphan
/// @param nodeName empty while not bound
/// @param deletionTime when the pod was told to end; empty for one that lives
/// @param annotations only those the engine reads ([PodView#ANNOTATIONS]); the projector drops the rest
/// @param readinessGates condition types, in the order of the spec
public record PodView(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        String ownerUid,
        String phase,
        String nodeName,
        Instant creationTime,
        Optional<Instant> deletionTime,
        SequencedMap<String, String> labels,
        SequencedMap<String, String> annotations,
        List<ContainerView> containers,
        List<ContainerView> initContainers,
        List<ConditionView> conditions,
        List<String> readinessGates) {

    /// The annotation keys that a projection keeps.
    public static final List<String> ANNOTATIONS = List.of(
            "apps.kruise.io/inplace-update-state",
            "apps.kruise.io/inplace-update-grace",
            "lifecycle.apps.kruise.io/timestamp",
            "controller.kubernetes.io/pod-deletion-cost",
            Marks.FREEZE);

    /// One container: the spec's image beside what its status reports.
    ///
    /// @param imageId empty while the container has never run
    public record ContainerView(
            String name, String image, String statusImage, String imageId, boolean isReady, int restarts) {}

    /// One entry of `status.conditions`, in the order in which the server holds them.
    public record ConditionView(String type, String status, Instant lastTransitionTime) {}

    public PodView {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(annotations));
        containers = List.copyOf(containers);
        initContainers = List.copyOf(initContainers);
        conditions = List.copyOf(conditions);
        readinessGates = List.copyOf(readinessGates);
    }

    public boolean isTerminating() {
        return deletionTime.isPresent();
    }

    /// Lives and has not ended by itself: neither terminating nor `Succeeded` nor `Failed`.
    public boolean isActive() {
        return !isTerminating() && !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    public Optional<ConditionView> condition(String type) {
        for (ConditionView condition : conditions) {
            if (condition.type().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    public boolean isConditionTrue(String type) {
        return condition(type).map(c -> c.status().equals("True")).orElse(false);
    }

    public PodRef ref() {
        return new PodRef(namespace, name, uid, resourceVersion);
    }

    /// Points at exactly one pod, in the state in which it was seen.
    public record PodRef(String namespace, String name, String uid, String resourceVersion) {}
}
