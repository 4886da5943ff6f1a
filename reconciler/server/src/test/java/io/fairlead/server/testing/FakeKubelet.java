package io.fairlead.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Binds and runs the pods of a [FakeApiServer], one turn at a time: a container whose image changed gets a new
/// imageID and one more restart, readiness follows containers and gates, a terminating pod goes. Images that contain
/// `broken` never run.
public final class FakeKubelet {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private final FakeApiServer server;

    public FakeKubelet(FakeApiServer server) {
        this.server = server;
    }

    /// One turn over all pods. True if anything changed.
    public boolean turn() {
        boolean isChanged = false;
        for (ObjectNode pod : server.all(PODS)) {
            String path = PODS + "/" + pod.path("metadata").path("name").asText();
            if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
                server.remove(path);
                isChanged = true;
                continue;
            }
            ObjectNode next = pod.deepCopy();
            run(next);
            if (!next.equals(pod) && isUnchanged(path, pod)) {
                server.put(path, next);
                isChanged = true;
            }
        }
        return isChanged;
    }

    /// Somebody else may have written since the read; a real kubelet's patch would meet that state.
    private boolean isUnchanged(String path, ObjectNode pod) {
        Optional<ObjectNode> now = server.find(path);
        return now.isPresent() && now.get().equals(pod);
    }

    private static void run(ObjectNode pod) {
        if (!pod.path("spec").has("nodeName")) {
            pod.withObject("/spec").put("nodeName", "node-0");
            return;
        }
        ArrayNode statuses = JSON.arrayNode();
        boolean isEveryReady = true;
        for (JsonNode container : pod.path("spec").path("containers")) {
            String image = container.path("image").asText();
            JsonNode before = status(pod, container.path("name").asText());
            boolean isBroken = image.contains("broken");
            boolean isNew = !before.path("image").asText().equals(image);
            ObjectNode status =
                    statuses.addObject().put("name", container.path("name").asText());
            status.put("image", isBroken ? before.path("image").asText() : image);
            status.put("imageID", isBroken ? before.path("imageID").asText() : "sha256:" + image);
            status.put("ready", !isBroken);
            int restarts = before.path("restartCount").asInt();
            status.put("restartCount", before.isMissingNode() || !isNew || isBroken ? restarts : restarts + 1);
            isEveryReady &= !isBroken;
        }
        ObjectNode status = pod.withObject("/status");
        status.put("phase", "Running");
        status.set("containerStatuses", statuses);
        condition(status, "ContainersReady", isEveryReady);
        condition(status, "Ready", isEveryReady && areGatesOpen(pod));
    }

    private static boolean areGatesOpen(JsonNode pod) {
        for (JsonNode gate : pod.path("spec").path("readinessGates")) {
            boolean isOpen = false;
            for (JsonNode condition : pod.path("status").path("conditions")) {
                isOpen |= condition.path("type").equals(gate.path("conditionType"))
                        && condition.path("status").asText().equals("True");
            }
            if (!isOpen) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode status(JsonNode pod, String name) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(name)) {
                return status;
            }
        }
        return JSON.missingNode();
    }

    private static void condition(ObjectNode status, String type, boolean isTrue) {
        String wanted = isTrue ? "True" : "False";
        for (JsonNode condition : status.withArray("/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                if (!condition.path("status").asText().equals(wanted)) {
                    ((ObjectNode) condition).put("status", wanted).put("lastTransitionTime", "2026-01-01T00:02:00Z");
                }
                return;
            }
        }
        status.withArray("/conditions")
                .addObject()
                .put("type", type)
                .put("status", wanted)
                .put("lastTransitionTime", "2026-01-01T00:01:00Z");
    }
}
