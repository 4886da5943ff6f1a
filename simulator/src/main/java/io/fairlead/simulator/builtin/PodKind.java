package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Pods: what admission and the strategy set, and which doors there are.
final class PodKind {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final int TOLERATION_SECONDS = 300;
    private static final Map<String, Integer> PRIORITIES =
            Map.of("system-node-critical", 2_000_001_000, "system-cluster-critical", 2_000_000_000);

    private PodKind() {}

    static TableKind make() {
        TableKind kind = new TableKind("v1", "Pod");
        return kind.generation("spec")
                .creation(PodKind::create)
                .rule(PodKind::checkNew)
                .door("", PodKind::update, (pod, old, findings) -> PodUpdates.check(kind, pod, old, findings), "status")
                .door(
                        "status",
                        PodKind::updateStatus,
                        PodUpdates::checkStatus,
                        "spec",
                        "metadata.deletionTimestamp",
                        "metadata.ownerReferences")
                .door(
                        "resize",
                        PodKind::resize,
                        (pod, old, findings) -> PodUpdates.checkResize(kind, pod, old, findings),
                        "status")
                .door("ephemeralcontainers", PodKind::debug, PodUpdates::checkDebug, "status");
    }

    private static void create(ObjectNode pod, Instant now) {
        ObjectNode spec = Trees.object(pod, "spec");
        tolerations(spec);
        if (!Trees.has(spec, "priority")) {
            spec.put("priority", PRIORITIES.getOrDefault(Trees.text(spec, "priorityClassName"), 0));
        }
        if (!Trees.has(spec, "preemptionPolicy")) {
            spec.put("preemptionPolicy", "PreemptLowerPriority");
        }
        JsonNode labels = pod.path("metadata").path("labels");
        for (JsonNode constraint : spec.path("topologySpreadConstraints")) {
            matchLabelKeys(constraint, labels);
        }
        ObjectNode status = pod.putObject("status").put("phase", "Pending");
        if (!spec.path("schedulingGates").isEmpty()) {
            ObjectNode condition = status.putArray("conditions").addObject();
            condition.put("type", "PodScheduled").put("status", "False");
            condition.putNull("lastProbeTime").put("lastTransitionTime", GoTimes.seconds(now));
            condition.put("reason", "SchedulingGated");
            condition.put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
        status.put("qosClass", PodResources.qosClass(spec));
    }

    // What the admission plug-in DefaultTolerationSeconds adds.
    private static void tolerations(ObjectNode spec) {
        for (String taint : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            boolean isTolerated = false;
            for (JsonNode toleration : spec.path("tolerations")) {
                String key = Trees.text(toleration, "key");
                String effect = Trees.text(toleration, "effect");
                isTolerated |= (key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"));
            }
            if (!isTolerated) {
                Trees.list(spec, "tolerations")
                        .addObject()
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", TOLERATION_SECONDS);
            }
        }
    }

    private static void matchLabelKeys(JsonNode constraint, JsonNode labels) {
        for (JsonNode key : constraint.path("matchLabelKeys")) {
            JsonNode value = labels.path(key.asText());
            if (value.isTextual() && constraint.path("labelSelector") instanceof ObjectNode selector) {
                ObjectNode requirement =
                        Trees.list(selector, "matchExpressions").addObject();
                requirement
                        .put("key", key.asText())
                        .put("operator", "In")
                        .putArray("values")
                        .add(value);
            }
        }
    }

    private static void checkNew(ObjectNode pod, Findings findings) {
        JsonNode spec = pod.path("spec");
        checkWhole(pod, findings);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            findings.forbidden(SPEC.child("ephemeralContainers"), "cannot be set on create");
        }
        if (!Trees.text(spec, "nodeName").isEmpty()
                && !spec.path("schedulingGates").isEmpty()) {
            findings.forbidden(SPEC.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
        }
    }

    /// What holds for new pods and changed ones.
    static void checkWhole(ObjectNode pod, Findings findings) {
        JsonNode spec = pod.path("spec");
        PodSpecRules.check(spec, pod.path("metadata").path("name").asText(""), SPEC, findings);
        for (String field : List.of("containers", "initContainers")) {
            for (int i = 0; i < spec.path(field).size(); i++) {
                String image = Trees.text(spec.path(field).get(i), "image");
                if (!image.equals(image.strip())) {
                    findings.invalid(
                            SPEC.child(field).index(i).child("image"),
                            image,
                            "must not have leading or trailing whitespace");
                }
            }
        }
    }

    private static void update(ObjectNode pod, ObjectNode old) {
        ObjectNode spec = Trees.object(pod, "spec");
        for (String field : List.of("priority", "preemptionPolicy")) {
            if (!Trees.has(spec, field) && Trees.has(old.path("spec"), field)) {
                spec.set(field, old.path("spec").get(field));
            }
        }
        tolerations(spec);
        Trees.put(pod, "status", old.get("status"));
    }

    private static void updateStatus(ObjectNode pod, ObjectNode old) {
        Trees.put(pod, "spec", old.get("spec"));
        ObjectNode metadata = Trees.object(pod, "metadata");
        metadata.remove("deletionTimestamp");
        Trees.put(metadata, "ownerReferences", old.path("metadata").get("ownerReferences"));
        ObjectNode status = Trees.object(pod, "status");
        JsonNode before = old.path("status");
        if (Trees.isUnset(status, "qosClass")) {
            Trees.put(status, "qosClass", before.get("qosClass"));
        }
        if (Trees.number(status, "observedGeneration") == 0) {
            Trees.put(status, "observedGeneration", before.get("observedGeneration"));
        }
        for (JsonNode condition : status.path("conditions")) {
            if (Trees.number(condition, "observedGeneration") == 0) {
                for (JsonNode earlier : before.path("conditions")) {
                    boolean isSame = Trees.text(earlier, "type").equals(Trees.text(condition, "type"));
                    if (isSame && Trees.has(earlier, "observedGeneration")) {
                        ((ObjectNode) condition).set("observedGeneration", earlier.get("observedGeneration"));
                    }
                }
            }
        }
    }

    // Only resources and resize policies get through, unless containers were moved about: then validation objects.
    private static void resize(ObjectNode pod, ObjectNode old) {
        JsonNode before = old.path("spec");
        boolean isMoved = false;
        ObjectNode spec = Trees.without(before);
        for (String field : List.of("containers", "initContainers")) {
            JsonNode now = pod.path("spec").path(field);
            if (now.size() != before.path(field).size()) {
                return;
            }
            ArrayNode merged = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < now.size(); i++) {
                JsonNode earlier = before.path(field).get(i);
                isMoved |= !Trees.text(earlier, "name").equals(Trees.text(now.get(i), "name"));
                ObjectNode container = Trees.without(earlier);
                Trees.put(container, "resources", now.get(i).get("resources"));
                Trees.put(container, "resizePolicy", now.get(i).get("resizePolicy"));
                merged.add(container);
            }
            if (!merged.isEmpty()) {
                spec.set(field, isMoved ? now : merged);
            }
        }
        pod.set("spec", spec);
        Trees.put(pod, "status", old.get("status"));
        keepMetadata(pod, old);
    }

    private static void debug(ObjectNode pod, ObjectNode old) {
        ObjectNode spec = Trees.without(old.path("spec"));
        Trees.put(spec, "ephemeralContainers", pod.path("spec").get("ephemeralContainers"));
        pod.set("spec", spec);
        Trees.put(pod, "status", old.get("status"));
        keepMetadata(pod, old);
    }

    private static void keepMetadata(ObjectNode pod, ObjectNode old) {
        ObjectNode metadata = Trees.object(pod, "metadata");
        for (String field : List.of(
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "selfLink",
                "labels",
                "annotations",
                "finalizers",
                "ownerReferences")) {
            Trees.put(metadata, field, old.path("metadata").get(field));
        }
    }
}
