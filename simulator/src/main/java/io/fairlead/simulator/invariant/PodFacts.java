package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// One stored state of a pod.
///
/// @param owner uid of its controller; empty where it has none
/// @param isActive neither ended nor being deleted
/// @param isServing running, ready, and in service
/// @param isHeldBack has the readiness gate of in-place updates, which is closed
/// @param isGated has that readiness gate
/// @param isToGo somebody marked it for deletion
record PodFacts(
        String uid,
        String name,
        String namespace,
        String version,
        String owner,
        boolean isTerminating,
        boolean isActive,
        boolean isServing,
        Instant readySince,
        boolean isGated,
        boolean isHeldBack,
        boolean isToGo,
        String content) {
    private static final String GATE = "InPlaceUpdateReady";
    private static final String TO_GO = "apps.kruise.io/specified-delete";
    private static final String STATE = "lifecycle.apps.kruise.io/state";

    static PodFacts of(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode status = pod.path("status");
        String phase = status.path("phase").asText();
        boolean isTerminating = metadata.has("deletionTimestamp");
        boolean isGated = false;
        for (JsonNode gate : pod.path("spec").path("readinessGates")) {
            isGated |= gate.path("conditionType").asText().equals(GATE);
        }
        boolean isReady = false;
        boolean isHeldBack = false;
        Instant since = Instant.MAX;
        for (JsonNode condition : status.path("conditions")) {
            boolean isTrue = condition.path("status").asText().equals("True");
            String type = condition.path("type").asText();
            if (type.equals("Ready") && isTrue) {
                isReady = true;
                since = time(condition.path("lastTransitionTime").asText());
            } else if (type.equals(GATE)) {
                isHeldBack = !isTrue;
            }
        }
        String state = metadata.path("labels").path(STATE).asText("");
        boolean isActive = !isTerminating && !phase.equals("Failed") && !phase.equals("Succeeded");
        boolean isServing = isActive
                && isReady
                && !isHeldBack
                && phase.equals("Running")
                && (state.isEmpty() || state.equals("Normal"));
        return new PodFacts(
                metadata.path("uid").asText(),
                metadata.path("name").asText(),
                metadata.path("namespace").asText(),
                metadata.path("resourceVersion").asText(),
                owner(metadata),
                isTerminating,
                isActive,
                isServing,
                since,
                isGated,
                isGated && isHeldBack,
                metadata.path("labels").path(TO_GO).asText("").equals("true"),
                Content.of(pod.path("spec")));
    }

    private static String owner(JsonNode metadata) {
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (reference.path("controller").asBoolean(false)) {
                return reference.path("uid").asText();
            }
        }
        return "";
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    /// @param tolerance of clocks
    boolean isAvailable(int minReadySeconds, Instant now, Duration tolerance) {
        return isServing
                && (minReadySeconds == 0
                        || !readySince.plusSeconds(minReadySeconds).isAfter(now.plus(tolerance)));
    }
}
