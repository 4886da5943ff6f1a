package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.invariant.WorkloadFacts.Wish;
import java.util.Objects;
import java.util.Optional;

/// Whether a workload is as it was asked for: the end state that liveness wants.
final class Settlement {
    private Settlement() {}

    /// What is still missing.
    static Optional<String> defect(WorkloadFacts workload) {
        Wish wish = workload.wish();
        JsonNode object = Objects.requireNonNull(workload.object);
        JsonNode status = object.path("status");
        String name = workload.namespace + "/" + workload.name;
        if (object.path("metadata").has("deletionTimestamp")) {
            return Optional.of(name + " is still going");
        }
        if (wish.invalid()) {
            return Optional.empty();
        }
        long serving =
                workload.pods.values().stream().filter(PodFacts::isServing).count();
        int updated = workload.count(wish.content());
        if (workload.pods.size() != wish.replicas() || serving != wish.replicas()) {
            return Optional.of(
                    name + ": " + workload.pods.size() + " pods, " + serving + " serving, wanted " + wish.replicas());
        }
        if (!wish.isPaused() && updated < wish.replicas() - wish.partition()) {
            return Optional.of(name + ": " + updated + " pods run " + wish.content() + ", wanted "
                    + (wish.replicas() - wish.partition()));
        }
        boolean isReported = status.path("observedGeneration").asLong()
                        == object.path("metadata").path("generation").asLong()
                && status.path("replicas").asInt() == wish.replicas()
                && status.path("readyReplicas").asInt() == serving
                && status.path("availableReplicas").asInt() == serving;
        return isReported ? Optional.empty() : Optional.of(name + ": the status is old: " + status);
    }
}
