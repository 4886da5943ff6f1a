package io.fairlead.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.server.ingest.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The one place that writes a workload's status. During a rollout the counts change many times a second; a write
/// that changes nothing but counts waits until [#INTERVAL] has passed since the last one.
final class StatusWriter {
    static final Duration INTERVAL = Duration.ofSeconds(1);

    static final String STALLED = "Stalled";

    private static final int MESSAGE_LENGTH_MAX = 1024;

    private static final List<String> COUNTS = List.of(
            "replicas",
            "readyReplicas",
            "availableReplicas",
            "updatedReplicas",
            "updatedReadyReplicas",
            "updatedAvailableReplicas");

    private final Resources resources;
    private final Time time;
    private final ResourceType type;
    private final Consumer<JsonNode> store;
    private final ConcurrentHashMap<ObjectKey, Long> lastWrites = new ConcurrentHashMap<>();

    /// @param store takes the object as the server answers
    StatusWriter(Resources resources, Time time, ResourceType type, Consumer<JsonNode> store) {
        this.resources = resources;
        this.time = time;
        this.type = type;
        this.store = store;
    }

    /// Writes the whole status in the state in which the workload was observed. The result says when to come again:
    /// nothing if it is written.
    Optional<Duration> write(Workload<?> workload, JsonNode status) {
        Duration wait = wait(workload, status);
        if (!wait.isZero()) {
            return Optional.of(wait);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", workload.resourceVersion());
        patch.set("status", replacing(workload.status(), status));
        ObjectPath path = ObjectPath.of(
                        type, workload.key().namespace(), workload.key().name())
                .status();
        Outcome outcome = resources.patch(path, ContentType.MERGE_PATCH, patch);
        return switch (outcome) {
            case Outcome.Applied(JsonNode after) -> {
                store.accept(after);
                lastWrites.put(workload.key(), time.nanos());
                yield Optional.empty();
            }
            // The newer object is on its way here and brings a new plan.
            case Outcome.Conflicted _ -> Optional.of(Duration.ofMillis(100));
            case Outcome.Gone _ -> Optional.empty();
            case Outcome.Throttled throttled -> Optional.of(throttled.retryAfter());
            case Outcome.Refused _, Outcome.Failed _ -> Optional.of(INTERVAL);
        };
    }

    /// Says in the condition `Stalled` why nothing is done for this workload; the rest of its status stays.
    Optional<Duration> stall(Workload<?> workload, String reason, String message) {
        String text = message.length() <= MESSAGE_LENGTH_MAX ? message : message.substring(0, MESSAGE_LENGTH_MAX);
        ObjectNode status = workload.status() instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (String count :
                List.of("replicas", "readyReplicas", "availableReplicas", "updatedReplicas", "updatedReadyReplicas")) {
            if (!status.has(count)) {
                // The schema requires these.
                status.put(count, 0);
            }
        }
        status.put("observedGeneration", workload.generation());
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode stalled = JsonNodeFactory.instance.objectNode();
        stalled.put("type", STALLED).put("status", "True").put("reason", reason).put("message", text);
        stalled.put("lastUpdateTime", now.toString()).put("lastTransitionTime", now.toString());
        if (isReported(status, stalled)
                && status.path("observedGeneration").equals(workload.status().path("observedGeneration"))) {
            return Optional.empty();
        }
        for (Iterator<JsonNode> old = status.withArray("/conditions").iterator(); old.hasNext(); ) {
            if (old.next().path("type").asText().equals(STALLED)) {
                old.remove();
            }
        }
        status.withArray("/conditions").add(stalled);
        return write(workload, status);
    }

    void forget(ObjectKey key) {
        lastWrites.remove(key);
    }

    private static boolean isReported(JsonNode status, JsonNode wanted) {
        for (JsonNode condition : status.path("conditions")) {
            boolean isSame = true;
            for (String field : List.of("type", "status", "reason", "message")) {
                isSame &= condition.path(field).equals(wanted.path(field));
            }
            if (isSame) {
                return true;
            }
        }
        return false;
    }

    private Duration wait(Workload<?> workload, JsonNode status) {
        Long last = lastWrites.get(workload.key());
        if (last == null || isComplete(status) || !essence(workload.status()).equals(essence(status))) {
            return Duration.ZERO;
        }
        long left = last + INTERVAL.toNanos() - time.nanos();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /// The rollout has come as far as it may, which somebody may be waiting to read.
    private static boolean isComplete(JsonNode status) {
        int replicas = status.path("replicas").asInt();
        return status.path("availableReplicas").asInt() == replicas
                && status.path("updatedReplicas").asInt()
                        >= status.path("expectedUpdatedReplicas").asInt();
    }

    /// What people and the next plan must not wait for: everything but the counts.
    private static JsonNode essence(JsonNode status) {
        return status instanceof ObjectNode object ? object.deepCopy().remove(COUNTS) : status;
    }

    /// A merge patch leaves alone what it does not name; the status is written whole.
    private static ObjectNode replacing(JsonNode before, JsonNode status) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        before.fieldNames().forEachRemaining(patch::putNull);
        status.properties().forEach(field -> patch.set(field.getKey(), field.getValue()));
        return patch;
    }
}
