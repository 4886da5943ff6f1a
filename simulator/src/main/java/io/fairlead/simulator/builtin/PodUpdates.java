package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What may change in a stored pod, door by door.
final class PodUpdates {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath STATUS = FieldPath.of("status");
    private static final String MAY_CHANGE = "pod updates may not change fields other than "
            + "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
            + "`spec.tolerations` (only additions to existing tolerations),"
            + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final List<String> SYSTEM_CONDITIONS = List.of("PodScheduled", "Ready", "Initialized");

    private PodUpdates() {}

    static void check(TableKind kind, ObjectNode pod, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(pod, old, findings);
        ObjectMetaRules.check(pod.path("metadata"), true, Names.Rule.SUBDOMAIN, findings);
        PodKind.checkWhole(pod, findings);
        mirror(pod, old, findings);
        JsonNode spec = pod.path("spec");
        JsonNode before = old.path("spec");
        for (String field : List.of("containers", "initContainers")) {
            if (spec.path(field).size() != before.path(field).size()) {
                findings.forbidden(SPEC.child(field), "pod updates may not add or remove containers");
                return;
            }
            for (int i = 0; i < spec.path(field).size(); i++) {
                if (Trees.text(spec.path(field).get(i), "image").isEmpty()) {
                    findings.required(SPEC.child(field).index(i).child("image"), "");
                }
            }
        }
        if (!deadline(spec, before, findings)) {
            return;
        }
        tolerations(spec, before, findings);
        gates(spec, before, findings);
        if (Trees.isSame(spec, before)) {
            return;
        }
        ObjectNode munged = munged(spec, before);
        if (!munged.equals(before)) {
            findings.forbidden(SPEC, MAY_CHANGE + PodSpecDiff.between(before, munged));
        }
    }

    private static void mirror(ObjectNode pod, ObjectNode old, Findings findings) {
        String now = pod.path("metadata").path("annotations").path(MIRROR).asText("");
        String then = old.path("metadata").path("annotations").path(MIRROR).asText("");
        if (!now.equals(then)) {
            String what = then.isEmpty()
                    ? "may not add mirror pod annotation"
                    : "may not remove or update mirror pod annotation";
            findings.forbidden(FieldPath.of("metadata").child("annotations").key(MIRROR), what);
        }
    }

    private static boolean deadline(JsonNode spec, JsonNode before, Findings findings) {
        FieldPath at = SPEC.child("activeDeadlineSeconds");
        JsonNode now = spec.path("activeDeadlineSeconds");
        JsonNode then = before.path("activeDeadlineSeconds");
        if (now.isNumber()) {
            if (now.longValue() < 0 || now.longValue() > Integer.MAX_VALUE) {
                findings.invalidEach(at, now.longValue(), Names.inRange(now.longValue(), 0, Integer.MAX_VALUE));
                return false;
            }
            if (then.isNumber() && then.longValue() < now.longValue()) {
                findings.invalid(at, now, "must be less than or equal to previous value");
                return false;
            }
        } else if (then.isNumber()) {
            findings.invalidAs(at, "null", "must not update from a positive integer to nil value");
        }
        return true;
    }

    private static void tolerations(JsonNode spec, JsonNode before, Findings findings) {
        FieldPath at = SPEC.child("tolerations");
        for (JsonNode old : before.path("tolerations")) {
            boolean isKept = false;
            for (JsonNode now : spec.path("tolerations")) {
                isKept |= Trees.without(old, "tolerationSeconds").equals(Trees.without(now, "tolerationSeconds"));
            }
            if (!isKept) {
                findings.forbidden(at, "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
        SchedulingRules.tolerations(spec.path("tolerations"), at, findings);
    }

    private static void gates(JsonNode spec, JsonNode before, Findings findings) {
        Set<String> known = new LinkedHashSet<>();
        before.path("schedulingGates").forEach(gate -> known.add(Trees.text(gate, "name")));
        JsonNode gates = spec.path("schedulingGates");
        for (int i = 0; i < gates.size(); i++) {
            String name = Trees.text(gates.get(i), "name");
            if (!known.contains(name)) {
                findings.forbidden(
                        SPEC.child("schedulingGates").index(i).child("name"),
                        "only deletion is allowed, but found new scheduling gate '" + name + "'");
            }
        }
    }

    // The new spec with everything that may change taken from the old one.
    private static ObjectNode munged(JsonNode spec, JsonNode before) {
        ObjectNode munged = Trees.without(spec);
        for (String field : List.of("containers", "initContainers")) {
            if (spec.path(field).isEmpty()) {
                continue;
            }
            ArrayNode containers = munged.putArray(field);
            for (int i = 0; i < spec.path(field).size(); i++) {
                ObjectNode container = Trees.without(spec.path(field).get(i));
                Trees.put(container, "image", before.path(field).get(i).get("image"));
                containers.add(container);
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            Trees.put(munged, field, before.get(field));
        }
        if (!before.path("schedulingGates").isEmpty()) {
            // A pod that waits at a gate may be given narrower node selectors.
            Trees.put(munged, "nodeSelector", before.get("nodeSelector"));
            Trees.put(munged, "affinity", before.get("affinity"));
        }
        return munged;
    }

    static void checkStatus(ObjectNode pod, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(pod, old, findings);
        mirror(pod, old, findings);
        JsonNode status = pod.path("status");
        JsonNode conditions = status.path("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            FieldPath at = STATUS.child("conditions").index(i);
            long generation = Trees.number(conditions.get(i), "observedGeneration");
            if (generation < 0) {
                findings.invalid(at.child("observedGeneration"), generation, "must be a non-negative integer");
            }
            String type = Trees.text(conditions.get(i), "type");
            if (!SYSTEM_CONDITIONS.contains(type)) {
                findings.invalidEach(at.child("Type"), type, Names.qualified(type));
            }
        }
        long generation = Trees.number(status, "observedGeneration");
        if (generation < 0) {
            findings.invalid(STATUS.child("observedGeneration"), generation, "must be a non-negative integer");
        }
        String quality = Trees.text(status, "qosClass");
        if (!quality.equals(Trees.text(old.path("status"), "qosClass"))) {
            findings.invalid(STATUS.child("qosClass"), quality, "field is immutable");
        }
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            restarts(pod, old, list, findings);
        }
    }

    // A container that has ended for good stays so.
    private static void restarts(ObjectNode pod, ObjectNode old, String list, Findings findings) {
        String policy = Trees.text(pod.path("spec"), "restartPolicy");
        if (policy.equals("Always")) {
            return;
        }
        JsonNode before = old.path("status").path(list);
        for (int i = 0; i < before.size(); i++) {
            JsonNode ended = before.get(i).path("state").path("terminated");
            boolean mayRestart = Trees.number(ended, "exitCode") != 0 && policy.equals("OnFailure");
            if (!ended.isObject() || mayRestart) {
                continue;
            }
            for (JsonNode now : pod.path("status").path(list)) {
                boolean isSame = Trees.text(now, "name").equals(Trees.text(before.get(i), "name"));
                if (isSame && !now.path("state").path("terminated").isObject()) {
                    findings.forbidden(
                            STATUS.child(list).index(i).child("state"),
                            "may not be transitioned to non-terminated state");
                }
            }
        }
    }

    static void checkResize(TableKind kind, ObjectNode pod, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(pod, old, findings);
        ObjectMetaRules.check(pod.path("metadata"), true, Names.Rule.SUBDOMAIN, findings);
        PodKind.checkWhole(pod, findings);
        JsonNode spec = pod.path("spec");
        JsonNode before = old.path("spec");
        String quality = Trees.text(old.path("status"), "qosClass");
        if (!quality.equals(PodResources.qosClass(spec))) {
            findings.invalid(SPEC, quality, "Pod QOS Class may not change as a result of resizing");
        }
        if (!isOnNodeWithResize(old)) {
            findings.forbidden(SPEC, "Pod running on node without support for resize");
        }
        if (!order(spec, before, findings)) {
            return;
        }
        for (String field : List.of("initContainers", "containers")) {
            for (int i = 0; i < before.path(field).size(); i++) {
                JsonNode now = spec.path(field).get(i);
                JsonNode then = before.path(field).get(i);
                boolean isRunning = field.equals("containers")
                        || Trees.text(then, "restartPolicy").equals("Always");
                if (isRunning) {
                    resources(now, then, SPEC.child(field).index(i).child("resources"), findings);
                }
            }
        }
        for (String field : List.of("containers", "initContainers")) {
            for (int i = 0; i < before.path(field).size(); i++) {
                onlyMain(spec.path(field).get(i), before.path(field).get(i), field.equals("containers"), findings);
            }
        }
    }

    /// A kubelet that can resize says which resources a running container has.
    private static boolean isOnNodeWithResize(ObjectNode pod) {
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            if (container.path("state").path("running").isObject()) {
                return Trees.has(container, "resources");
            }
        }
        return true;
    }

    private static boolean order(JsonNode spec, JsonNode before, Findings findings) {
        int found = findings.size();
        for (String field : List.of("containers", "initContainers")) {
            if (spec.path(field).size() != before.path(field).size()) {
                findings.forbidden(SPEC.child(field), field + " may not be added or removed on resize");
                continue;
            }
            for (int i = 0; i < before.path(field).size(); i++) {
                String name = Trees.text(before.path(field).get(i), "name");
                if (!name.equals(Trees.text(spec.path(field).get(i), "name"))) {
                    findings.forbidden(
                            SPEC.child(field).index(i).child("name"),
                            field + " may not be renamed or reordered on resize");
                }
            }
        }
        return findings.size() == found;
    }

    private static void resources(JsonNode now, JsonNode then, FieldPath at, Findings findings) {
        for (String side : List.of("requests", "limits")) {
            for (Map.Entry<String, JsonNode> each :
                    then.path("resources").path(side).properties()) {
                if (!now.path("resources").path(side).has(each.getKey())) {
                    findings.forbidden(at.child(side), "resource " + side + " cannot be removed");
                    break;
                }
            }
        }
    }

    private static void onlyMain(JsonNode now, JsonNode then, boolean isMain, Findings findings) {
        boolean isSidecar = !isMain && Trees.text(now, "restartPolicy").equals("Always");
        if (!isMain && !isSidecar) {
            if (!now.equals(then)) {
                findings.forbidden(SPEC, "resources for non-sidecar init containers are immutable");
            }
            return;
        }
        boolean isSame = Trees.without(now, "resources").equals(Trees.without(then, "resources"));
        for (String side : List.of("requests", "limits")) {
            JsonNode left = Trees.without(now.path("resources").path(side), "cpu", "memory");
            JsonNode right = Trees.without(then.path("resources").path(side), "cpu", "memory");
            isSame &= left.equals(right);
        }
        if (!isSame) {
            String where = isMain ? "" : "for sidecar containers ";
            findings.forbidden(SPEC, "only cpu and memory resources " + where + "are mutable");
        }
    }

    static void checkDebug(ObjectNode pod, ObjectNode old, Findings findings) {
        JsonNode spec = pod.path("spec");
        PodSpecRules.check(spec, pod.path("metadata").path("name").asText(""), SPEC, findings);
        TableKind.checkMetadataUpdate(pod, old, findings);
        for (JsonNode before : old.path("spec").path("ephemeralContainers")) {
            String name = Trees.text(before, "name");
            boolean isKept = false;
            for (JsonNode now : spec.path("ephemeralContainers")) {
                if (Trees.text(now, "name").equals(name)) {
                    isKept = true;
                    if (!now.equals(before)) {
                        findings.forbidden(
                                SPEC.child("ephemeralContainers"),
                                "existing ephemeral containers " + GoText.quote(name) + " may not be changed\n");
                    }
                }
            }
            if (!isKept) {
                findings.forbidden(
                        SPEC.child("ephemeralContainers"),
                        "existing ephemeral containers " + GoText.quote(name) + " may not be removed\n");
            }
        }
    }
}
