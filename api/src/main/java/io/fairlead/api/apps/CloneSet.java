package io.fairlead.api.apps;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.LabelSelector;
import io.fairlead.api.ObjectKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// A CloneSet, whichever version and shape it was written in. All defaults are applied. JSON trees in it (template,
/// claims) are shared, not copied: nobody may change them.
///
/// @param uid empty for a manifest that no server has seen; so are `resourceVersion` and `generation` (0)
/// @param deletionTime present once the object is being deleted
public record CloneSet(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        long generation,
        Optional<Instant> deletionTime,
        SequencedMap<String, String> labels,
        SequencedMap<String, String> annotations,
        Spec spec,
        Status status) {
    public static final String GROUP = "apps.kruise.io";
    public static final String KIND = "CloneSet";

    public CloneSet {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(annotations));
    }

    public ObjectKey key() {
        return new ObjectKey(GROUP, KIND, namespace, name);
    }

    /// The same CloneSet, as if it carried this annotation.
    public CloneSet withAnnotation(String annotation, String value) {
        var next = new LinkedHashMap<>(annotations);
        next.put(annotation, value);
        return new CloneSet(
                namespace, name, uid, resourceVersion, generation, deletionTime, labels, next, spec, status);
    }

    /// @param template the pod template as it was written, defaults of the server not applied
    /// @param progressDeadlineSeconds empty: progress is not tracked (absent, or 2147483647)
    public record Spec(
            int replicas,
            LabelSelector selector,
            JsonNode template,
            List<JsonNode> volumeClaimTemplates,
            int revisionHistoryLimit,
            int minReadySeconds,
            OptionalInt progressDeadlineSeconds,
            ScaleStrategy scale,
            UpdateStrategy update,
            Optional<Lifecycle> lifecycle) {
        public Spec {
            volumeClaimTemplates = List.copyOf(volumeClaimTemplates);
        }
    }

    /// @param podsToDelete names, each once
    /// @param maxUnavailable empty: no limit while scaling out
    /// @param isPvcReused new pods take the claims of pods that are gone (`enablePVCReuse`, or not
    ///     `disablePVCReuse`)
    /// @param excludesPreparingDelete pods held by a preDelete hook do not count as replicas
    public record ScaleStrategy(
            List<String> podsToDelete,
            Optional<IntOrPercent> maxUnavailable,
            boolean isPvcReused,
            boolean excludesPreparingDelete) {
        public ScaleStrategy {
            podsToDelete = List.copyOf(podsToDelete);
        }
    }

    /// @param partition how many pods stay on the old revision; resolve it with [IntOrPercent#resolvePartition]
    /// @param gracePeriodSeconds between marking a pod not ready and changing its image
    public record UpdateStrategy(
            Type type,
            PodUpdatePolicy policy,
            IntOrPercent partition,
            IntOrPercent maxUnavailable,
            IntOrPercent maxSurge,
            boolean isPaused,
            Priority priority,
            List<ScatterTerm> scatter,
            int gracePeriodSeconds) {
        public UpdateStrategy {
            scatter = List.copyOf(scatter);
        }

        /// Who starts the update of a pod: the engine, or a person who deletes it.
        public enum Type {
            ROLLING_UPDATE,
            ON_DELETE
        }

        /// How a pod gets to the new revision.
        public enum PodUpdatePolicy {
            RECREATE,
            IN_PLACE_IF_POSSIBLE,
            IN_PLACE_ONLY
        }
    }

    /// Which pods are updated first. Weights and an order exclude each other.
    public sealed interface Priority {
        /// No preference.
        record None() implements Priority {}

        /// Pods with the greater sum of matching weights first; at least one term.
        record Weights(List<WeightTerm> terms) implements Priority {
            public Weights {
                terms = List.copyOf(terms);
            }
        }

        /// Pods by the trailing number in the value of the first of these label keys that they carry, greatest
        /// first.
        record Order(List<String> labelKeys) implements Priority {
            public Order {
                labelKeys = List.copyOf(labelKeys);
            }
        }
    }

    /// @param weight 0..100
    public record WeightTerm(int weight, LabelSelector selector) {}

    /// Pods with this label are spread over the whole update rather than done together.
    public record ScatterTerm(String key, String value) {}

    public record Lifecycle(Optional<Hook> preDelete, Optional<Hook> inPlaceUpdate, Optional<Hook> preNormal) {}

    /// @param labels a pod is hooked by these labels
    /// @param finalizers a pod is hooked by these finalizers
    /// @param marksPodNotReady the pod leaves its Services while hooked
    public record Hook(SequencedMap<String, String> labels, List<String> finalizers, boolean marksPodNotReady) {
        public Hook {
            labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
            finalizers = List.copyOf(finalizers);
        }
    }

    /// What the engine reports. An empty string means absent.
    public record Status(
            long observedGeneration,
            int replicas,
            int readyReplicas,
            int availableReplicas,
            int updatedReplicas,
            int updatedReadyReplicas,
            int updatedAvailableReplicas,
            int expectedUpdatedReplicas,
            String updateRevision,
            String currentRevision,
            int collisionCount,
            String labelSelector,
            List<Condition> conditions) {
        /// The status of an object that nobody has reported on yet.
        public static final Status NONE = new Status(0, 0, 0, 0, 0, 0, 0, 0, "", "", 0, "", List.of());

        public Status {
            conditions = List.copyOf(conditions);
        }
    }

    /// @param status `True`, `False` or `Unknown`
    /// @param lastUpdateTime when somebody last wrote it; whole seconds on the wire, as the next one
    /// @param lastTransitionTime when `status` last changed
    public record Condition(
            String type,
            String status,
            Instant lastUpdateTime,
            Instant lastTransitionTime,
            String reason,
            String message) {}
}
