package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Disruption budgets, autoscalers, quotas, limits, priorities and runtime classes.
final class PolicyKinds {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath STATUS = FieldPath.of("status");
    private static final int PRIORITY_MAX = 1_000_000_000;

    /// Of the server's own form of a budget's spec; all are pointers.
    private static final List<String> BUDGET_FIELDS =
            List.of("*MinAvailable", "*Selector", "*MaxUnavailable", "*UnhealthyPodEvictionPolicy");

    private PolicyKinds() {}

    static List<TableKind> all() {
        return List.of(
                budget(),
                autoscaler("autoscaling/v2"),
                autoscaler("autoscaling/v1"),
                quota(),
                limits(),
                priority(),
                runtime());
    }

    private static TableKind budget() {
        return new TableKind("policy/v1", "PodDisruptionBudget")
                .generation("spec")
                .withoutMetadataCheck()
                .rule((budget, findings) -> budgetSpec(budget.path("spec"), findings))
                .updates((budget, old, findings) -> budgetSpec(budget.path("spec"), findings))
                .status((budget, old, findings) -> {
                    for (String count :
                            List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
                        findings.nonNegative(
                                STATUS.child(count), budget.path("status").path(count));
                    }
                });
    }

    private static void budgetSpec(JsonNode spec, Findings findings) {
        boolean hasBoth = Trees.has(spec, "minAvailable") && Trees.has(spec, "maxUnavailable");
        if (hasBoth) {
            findings.invalidAs(
                    SPEC, InternalForm.line(spec, BUDGET_FIELDS), "minAvailable and maxUnavailable cannot be both set");
        }
        for (String field : List.of("minAvailable", "maxUnavailable")) {
            if (Trees.has(spec, field)) {
                WorkloadKinds.amount(spec.path(field), SPEC.child(field), findings);
                WorkloadKinds.atMostAll(spec.path(field), SPEC.child(field), findings);
            }
        }
        SelectorRules.check(spec.path("selector"), SPEC.child("selector"), findings);
        String policy = Trees.text(spec, "unhealthyPodEvictionPolicy");
        findings.oneOfOrEmpty(
                SPEC.child("unhealthyPodEvictionPolicy"), policy, List.of("AlwaysAllow", "IfHealthyBudget"));
    }

    private static TableKind autoscaler(String apiVersion) {
        return new TableKind(apiVersion, "HorizontalPodAutoscaler")
                .rule((scaler, findings) -> autoscalerSpec(scaler.path("spec"), findings))
                .updates((scaler, old, findings) -> {
                    TableKind.checkMetadataUpdate(scaler, old, findings);
                    autoscalerSpec(scaler.path("spec"), findings);
                })
                .status((scaler, old, findings) -> {
                    TableKind.checkMetadataUpdate(scaler, old, findings);
                    for (String count : List.of("currentReplicas", "desiredReplicas")) {
                        findings.nonNegative(
                                STATUS.child(count), scaler.path("status").path(count));
                    }
                });
    }

    private static void autoscalerSpec(JsonNode spec, Findings findings) {
        long min = Trees.number(spec, "minReplicas");
        long max = Trees.number(spec, "maxReplicas");
        boolean hasMin = Trees.has(spec, "minReplicas");
        if (hasMin && min < 1) {
            findings.invalid(SPEC.child("minReplicas"), min, "must be greater than or equal to 1");
        }
        if (max < 1) {
            findings.invalid(SPEC.child("maxReplicas"), max, "must be greater than 0");
        }
        if (hasMin && max < min) {
            findings.invalid(SPEC.child("maxReplicas"), max, "must be greater than or equal to `minReplicas`");
        }
        JsonNode target = spec.path("scaleTargetRef");
        for (String field : List.of("kind", "name")) {
            String value = Trees.text(target, field);
            FieldPath at = SPEC.child("scaleTargetRef", field);
            if (value.isEmpty()) {
                findings.required(at, "");
            } else {
                findings.invalidEach(at, value, Names.pathSegment(value, false));
            }
        }
        if (hasMin && min == 0) {
            findings.forbidden(
                    SPEC.child("metrics"),
                    "must specify at least one Object or External metric to support scaling to zero replicas");
        }
    }

    private static TableKind quota() {
        return new TableKind("v1", "ResourceQuota")
                .rule((quota, findings) -> {
                    for (Map.Entry<String, JsonNode> each :
                            quota.path("spec").path("hard").properties()) {
                        FieldPath at = SPEC.child("hard").key(each.getKey());
                        findings.invalidEach(at, each.getKey(), Names.qualified(each.getKey()));
                        ResourceRules.amount(each.getKey(), each.getValue(), at, findings);
                    }
                })
                .status(TableKind::checkMetadataUpdate);
    }

    private static TableKind limits() {
        return new TableKind("v1", "LimitRange").rule((range, findings) -> {
            JsonNode limits = range.path("spec").path("limits");
            for (int i = 0; i < limits.size(); i++) {
                limit(limits.get(i), SPEC.child("limits").index(i), findings);
            }
        });
    }

    private static void limit(JsonNode limit, FieldPath path, Findings findings) {
        JsonNode max = limit.path("max");
        for (Map.Entry<String, JsonNode> each : limit.path("min").properties()) {
            String most = Trees.text(max, each.getKey());
            String least = each.getValue().asText();
            if (!most.isEmpty() && Quantity.parse(least).compareTo(Quantity.parse(most)) > 0) {
                findings.invalid(
                        path.child("min").key(each.getKey()),
                        least,
                        "min value " + least + " is greater than max value " + most);
            }
        }
    }

    private static TableKind priority() {
        return new TableKind("scheduling.k8s.io/v1", "PriorityClass")
                .clusterScoped()
                .generation((now, old) -> false)
                .rule((priority, findings) -> {
                    String name = priority.path("metadata").path("name").asText("");
                    if (name.startsWith("system-")) {
                        findings.forbidden(
                                FieldPath.of("metadata").child("name"),
                                "priority class names with "
                                        + "'system-' prefix are reserved for system use only. error: " + name
                                        + " is not a known system priority class");
                    } else if (Trees.number(priority, "value") > PRIORITY_MAX) {
                        findings.forbidden(
                                FieldPath.of("value"),
                                "maximum allowed value of a user defined priority is " + PRIORITY_MAX);
                    }
                    findings.oneOf(
                            FieldPath.of("preemptionPolicy"),
                            Trees.text(priority, "preemptionPolicy"),
                            List.of("PreemptLowerPriority", "Never"));
                })
                .updates(PolicyKinds::priorityUpdate);
    }

    private static void priorityUpdate(ObjectNode priority, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(priority, old, findings);
        if (Trees.number(priority, "value") != Trees.number(old, "value")) {
            findings.forbidden(FieldPath.of("value"), "may not be changed in an update.");
        }
        findings.immutable(
                FieldPath.of("preemptionPolicy"), priority.path("preemptionPolicy"), old.path("preemptionPolicy"));
    }

    private static TableKind runtime() {
        return new TableKind("node.k8s.io/v1", "RuntimeClass")
                .clusterScoped()
                .rule((runtime, findings) -> {
                    String handler = Trees.text(runtime, "handler");
                    findings.invalidEach(FieldPath.of("handler"), handler, Names.label(handler));
                })
                .updates((runtime, old, findings) -> {
                    TableKind.checkMetadataUpdate(runtime, old, findings);
                    findings.immutable(FieldPath.of("handler"), runtime.path("handler"), old.path("handler"));
                });
    }
}
