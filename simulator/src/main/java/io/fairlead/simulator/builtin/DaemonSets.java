package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// DaemonSets (`pkg/registry/apps/daemonset` and `pkg/apis/apps/validation` of Kubernetes).
final class DaemonSets {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath TEMPLATE = SPEC.child("template");

    private DaemonSets() {}

    static TableKind kind() {
        return new TableKind("apps/v1", "DaemonSet")
                .generation("spec")
                .creation((object, now) -> templateGeneration(object, 1))
                .door(
                        "",
                        (object, old) -> {
                            long before = WorkloadKinds.annotations(old)
                                    .path(WorkloadDefaults.TEMPLATE_GENERATION)
                                    .asLong(1);
                            boolean isSame = Trees.isSame(
                                    object.path("spec").path("template"),
                                    old.path("spec").path("template"));
                            templateGeneration(object, isSame ? before : before + 1);
                        },
                        (object, old, findings) -> {})
                .rule((object, findings) -> daemonSpec(object.path("spec"), findings))
                .updates((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    WorkloadKinds.selectorIsKept(object, old, findings);
                    daemonSpec(object.path("spec"), findings);
                })
                .status((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    WorkloadKinds.counts(
                            object.path("status"),
                            List.of(
                                    "currentNumberScheduled",
                                    "numberMisscheduled",
                                    "desiredNumberScheduled",
                                    "numberReady",
                                    "observedGeneration",
                                    "updatedNumberScheduled",
                                    "numberAvailable",
                                    "numberUnavailable"),
                            findings);
                });
    }

    private static void templateGeneration(ObjectNode object, long generation) {
        Trees.object(Trees.object(object, "metadata"), "annotations")
                .put(WorkloadDefaults.TEMPLATE_GENERATION, Long.toString(generation));
    }

    private static void daemonSpec(JsonNode spec, Findings findings) {
        SelectorRules.check(spec.path("selector"), SPEC.child("selector"), findings);
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (!Selectors.matches(spec.path("selector"), labels)) {
            findings.invalid(
                    TEMPLATE.child("metadata", "labels"), labels, "`selector` does not match template `labels`");
        }
        if (spec.path("selector").isObject() && SelectorRules.isEmpty(spec.path("selector"))) {
            findings.invalid(SPEC.child("selector"), spec.path("selector"), "empty selector is invalid for daemonset");
        }
        PodSpecRules.checkTemplate(spec.path("template"), TEMPLATE, findings);
        WorkloadKinds.alwaysRunning(spec.path("template"), "DaemonSet", findings);
        findings.nonNegative(SPEC.child("minReadySeconds"), spec.path("minReadySeconds"));
        JsonNode strategy = spec.path("updateStrategy");
        String type = Trees.text(strategy, "type");
        if (type.equals("RollingUpdate")) {
            daemonRolling(strategy.path("rollingUpdate"), SPEC.child("updateStrategy", "rollingUpdate"), findings);
        } else if (!type.equals("OnDelete")) {
            findings.notSupportedAs(
                    SPEC.child("updateStrategy"),
                    InternalForm.strategy(strategy),
                    List.of("RollingUpdate", "OnDelete"));
        }
        findings.nonNegative(SPEC.child("revisionHistoryLimit"), spec.path("revisionHistoryLimit"));
    }

    private static void daemonRolling(JsonNode rolling, FieldPath at, Findings findings) {
        JsonNode unavailable = rolling.path("maxUnavailable");
        JsonNode surge = rolling.path("maxSurge");
        WorkloadKinds.amount(unavailable, at.child("maxUnavailable"), findings);
        WorkloadKinds.amount(surge, at.child("maxSurge"), findings);
        WorkloadKinds.atMostAll(unavailable, at.child("maxUnavailable"), findings);
        WorkloadKinds.atMostAll(surge, at.child("maxSurge"), findings);
        if (WorkloadKinds.value(unavailable) != 0 && WorkloadKinds.value(surge) != 0) {
            findings.invalid(at.child("maxSurge"), surge, "may not be set when maxUnavailable is non-zero");
        } else if (WorkloadKinds.value(unavailable) == 0 && WorkloadKinds.value(surge) == 0) {
            findings.required(at.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
        }
    }
}
