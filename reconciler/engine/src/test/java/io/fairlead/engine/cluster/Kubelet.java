package io.fairlead.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// Brings one pod one small step further, as scheduler and kubelet would. An image whose name contains `broken` never
/// becomes ready.
final class Kubelet {
    private Kubelet() {}

    /// Does the next thing that is due; false if nothing is.
    static boolean step(ObjectNode pod, String node, Instant now) {
        return bind(pod, node, now) || run(pod) || judge(pod, now);
    }

    private static boolean bind(ObjectNode pod, String node, Instant now) {
        ObjectNode spec = pod.withObject("/spec");
        if (spec.has("nodeName")) {
            return false;
        }
        spec.put("nodeName", node);
        setCondition(pod, "PodScheduled", true, now);
        return true;
    }

    private static boolean run(ObjectNode pod) {
        ObjectNode status = pod.withObject("/status");
        ArrayNode statuses = status.withArray("containerStatuses");
        boolean isChanged = false;
        for (JsonNode container : pod.path("spec").path("containers")) {
            ObjectNode entry = entry(statuses, container.path("name").asText());
            String image = container.path("image").asText();
            if (!entry.path("image").asText("").equals(image)) {
                boolean isGood = !image.contains("broken");
                entry.put("image", image);
                entry.put("imageID", isGood ? "sha256:" + image.hashCode() : "");
                entry.put("ready", isGood);
                entry.put("restartCount", entry.path("restartCount").asInt() + 1);
                isChanged = true;
            }
        }
        if (isChanged) {
            status.put("phase", "Running");
        }
        return isChanged;
    }

    private static boolean judge(ObjectNode pod, Instant now) {
        boolean areContainersReady = true;
        for (JsonNode each : pod.path("status").path("containerStatuses")) {
            areContainersReady &= each.path("ready").asBoolean();
        }
        boolean isReady = areContainersReady;
        for (JsonNode gate : pod.path("spec").path("readinessGates")) {
            isReady &= isTrue(pod, gate.path("conditionType").asText());
        }
        boolean isChanged = setCondition(pod, "ContainersReady", areContainersReady, now);
        return setCondition(pod, "Ready", isReady, now) || isChanged;
    }

    static boolean isTrue(JsonNode pod, String type) {
        for (JsonNode each : pod.path("status").path("conditions")) {
            if (each.path("type").asText().equals(type)) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }

    static boolean setCondition(ObjectNode pod, String type, boolean isTrue, Instant now) {
        ArrayNode conditions = pod.withObject("/status").withArray("conditions");
        String wanted = isTrue ? "True" : "False";
        for (JsonNode each : conditions) {
            if (each.path("type").asText().equals(type)) {
                if (each.path("status").asText().equals(wanted)) {
                    return false;
                }
                ((ObjectNode) each).put("status", wanted).put("lastTransitionTime", now.toString());
                return true;
            }
        }
        conditions.addObject().put("type", type).put("status", wanted).put("lastTransitionTime", now.toString());
        return true;
    }

    private static ObjectNode entry(ArrayNode statuses, String name) {
        for (JsonNode each : statuses) {
            if (each.path("name").asText().equals(name)) {
                return (ObjectNode) each;
            }
        }
        ObjectNode entry =
                JsonNodeFactory.instance.objectNode().put("name", name).put("restartCount", -1);
        statuses.add(entry);
        return entry;
    }
}
