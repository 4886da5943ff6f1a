package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Deployments, ReplicaSets, StatefulSets, DaemonSets and PodTemplates.
final class WorkloadKinds {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath STATUS = FieldPath.of("status");
    private static final FieldPath TEMPLATE = SPEC.child("template");
    private static final List<String> STATEFUL_MUTABLE = List.of(
            "replicas",
            "template",
            "updateStrategy",
            "minReadySeconds",
            "ordinals",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy");

    private WorkloadKinds() {}

    static List<TableKind> all() {
        return List.of(deployment(), replicaSet(), statefulSet(), DaemonSets.kind(), podTemplate());
    }

    private static TableKind deployment() {
        return new TableKind("apps/v1", "Deployment")
                .generation((now, old) -> !Trees.isSame(now.path("spec"), old.path("spec"))
                        || !Trees.isSame(annotations(now), annotations(old)))
                .rule((object, findings) -> deploymentSpec(object.path("spec"), findings))
                .updates((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    deploymentSpec(object.path("spec"), findings);
                    selectorIsKept(object, old, findings);
                })
                .status(
                        (object, old, findings) -> {
                            TableKind.checkMetadataUpdate(object, old, findings);
                            counts(
                                    object.path("status"),
                                    List.of(
                                            "observedGeneration",
                                            "replicas",
                                            "updatedReplicas",
                                            "readyReplicas",
                                            "availableReplicas",
                                            "unavailableReplicas"),
                                    findings);
                            bounded(
                                    object.path("status"),
                                    List.of("updatedReplicas", "readyReplicas", "availableReplicas"),
                                    findings);
                        },
                        "labels");
    }

    static JsonNode annotations(JsonNode object) {
        return object.path("metadata").path("annotations");
    }

    static void selectorIsKept(ObjectNode object, ObjectNode old, Findings findings) {
        findings.immutable(
                SPEC.child("selector"),
                object.path("spec").path("selector"),
                old.path("spec").path("selector"));
    }

    static void counts(JsonNode status, List<String> fields, Findings findings) {
        for (String field : fields) {
            findings.nonNegative(STATUS.child(field), status.path(field));
        }
    }

    private static void bounded(JsonNode status, List<String> fields, Findings findings) {
        long replicas = Trees.number(status, "replicas");
        for (String field : fields) {
            long value = Trees.number(status, field);
            if (value > replicas) {
                findings.invalid(STATUS.child(field), value, "cannot be greater than status.replicas");
            }
        }
        long available = Trees.number(status, "availableReplicas");
        if (available > Trees.number(status, "readyReplicas")) {
            findings.invalid(STATUS.child("availableReplicas"), available, "cannot be greater than readyReplicas");
        }
    }

    private static void deploymentSpec(JsonNode spec, Findings findings) {
        findings.nonNegative(SPEC.child("replicas"), spec.path("replicas"));
        selector(spec, "deployment", findings);
        template(spec, "ReplicaSet", findings);
        JsonNode strategy = spec.path("strategy");
        FieldPath at = SPEC.child("strategy");
        JsonNode rolling = strategy.path("rollingUpdate");
        switch (Trees.text(strategy, "type")) {
            case "Recreate" -> {
                if (rolling.isObject()) {
                    findings.forbidden(
                            at.child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                FieldPath unavailable = at.child("rollingUpdate", "maxUnavailable");
                amount(rolling.path("maxUnavailable"), unavailable, findings);
                amount(rolling.path("maxSurge"), at.child("rollingUpdate", "maxSurge"), findings);
                if (value(rolling.path("maxUnavailable")) == 0 && value(rolling.path("maxSurge")) == 0) {
                    findings.invalid(unavailable, rolling.path("maxUnavailable"), "may not be 0 when `maxSurge` is 0");
                }
                atMostAll(rolling.path("maxUnavailable"), unavailable, findings);
            }
            default ->
                findings.notSupportedAs(at, InternalForm.strategy(strategy), List.of("Recreate", "RollingUpdate"));
        }
        findings.nonNegative(SPEC.child("minReadySeconds"), spec.path("minReadySeconds"));
        findings.nonNegative(SPEC.child("revisionHistoryLimit"), spec.path("revisionHistoryLimit"));
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        if (deadline.isNumber()) {
            findings.nonNegative(SPEC.child("progressDeadlineSeconds"), deadline);
            if (deadline.longValue() <= Trees.number(spec, "minReadySeconds")) {
                findings.invalid(
                        SPEC.child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
            }
        }
    }

    /// A number or a percentage, not negative.
    static void amount(JsonNode amount, FieldPath at, Findings findings) {
        if (amount.isTextual()) {
            findings.invalidEach(at, amount.textValue(), Names.percent(amount.textValue()));
        } else {
            findings.nonNegative(at, amount);
        }
    }

    static void atMostAll(JsonNode amount, FieldPath at, Findings findings) {
        boolean isPercent =
                amount.isTextual() && Names.percent(amount.textValue()).isEmpty();
        if (isPercent && value(amount) > 100) {
            findings.invalid(at, amount, "must not be greater than 100%");
        }
    }

    static long value(JsonNode amount) {
        if (!amount.isTextual()) {
            return amount.asLong(0);
        }
        String text = amount.textValue();
        boolean isPercent = Names.percent(text).isEmpty() && text.length() < 10;
        return isPercent ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
    }

    private static void selector(JsonNode spec, String kind, Findings findings) {
        JsonNode selector = spec.path("selector");
        if (!selector.isObject()) {
            findings.required(SPEC.child("selector"), "");
            return;
        }
        SelectorRules.check(selector, SPEC.child("selector"), findings);
        if (SelectorRules.isEmpty(selector)) {
            findings.invalid(SPEC.child("selector"), selector, "empty selector is invalid for " + kind);
        }
    }

    private static void template(JsonNode spec, String kind, Findings findings) {
        JsonNode template = spec.path("template");
        matching(spec, findings);
        PodSpecRules.checkTemplate(template, TEMPLATE, findings);
        alwaysRunning(template, kind, findings);
    }

    private static void matching(JsonNode spec, Findings findings) {
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        boolean isEmpty = spec.path("selector").isObject() && SelectorRules.isEmpty(spec.path("selector"));
        if (!isEmpty && !Selectors.matches(spec.path("selector"), labels)) {
            findings.invalid(
                    TEMPLATE.child("metadata", "labels"), labels, "`selector` does not match template `labels`");
        }
    }

    static void alwaysRunning(JsonNode template, String kind, Findings findings) {
        String policy = Trees.text(template.path("spec"), "restartPolicy");
        if (!policy.equals("Always")) {
            findings.notSupported(TEMPLATE.child("spec", "restartPolicy"), policy, List.of("Always"));
        }
        if (Trees.has(template.path("spec"), "activeDeadlineSeconds")) {
            findings.forbidden(
                    TEMPLATE.child("spec", "activeDeadlineSeconds"),
                    "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    private static TableKind replicaSet() {
        return new TableKind("apps/v1", "ReplicaSet")
                .generation("spec")
                .rule((object, findings) -> replicaSetSpec(object.path("spec"), findings))
                .updates((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    replicaSetSpec(object.path("spec"), findings);
                    selectorIsKept(object, old, findings);
                })
                .status((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    counts(
                            object.path("status"),
                            List.of(
                                    "replicas",
                                    "fullyLabeledReplicas",
                                    "readyReplicas",
                                    "availableReplicas",
                                    "observedGeneration"),
                            findings);
                    bounded(
                            object.path("status"),
                            List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"),
                            findings);
                });
    }

    private static void replicaSetSpec(JsonNode spec, Findings findings) {
        findings.nonNegative(SPEC.child("replicas"), spec.path("replicas"));
        findings.nonNegative(SPEC.child("minReadySeconds"), spec.path("minReadySeconds"));
        selector(spec, "deployment", findings);
        template(spec, "ReplicaSet", findings);
    }

    private static TableKind statefulSet() {
        return new TableKind("apps/v1", "StatefulSet")
                .named(Names.Rule.LABEL)
                .generation("spec")
                .creation((object, now) -> withoutUnavailable(object))
                .door("", (object, old) -> withoutUnavailable(object), (object, old, findings) -> {})
                .rule((object, findings) -> statefulSpec(object.path("spec"), true, findings))
                .updates((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    statefulSpec(object.path("spec"), false, findings);
                    ObjectNode now = Trees.without(object.path("spec")).remove(STATEFUL_MUTABLE);
                    if (!now.equals(Trees.without(old.path("spec")).remove(STATEFUL_MUTABLE))) {
                        findings.forbidden(
                                SPEC,
                                "updates to statefulset spec for fields other than 'replicas', "
                                        + "'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                                        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
                    }
                })
                .status((object, old, findings) -> {
                    TableKind.checkMetadataUpdate(object, old, findings);
                    counts(
                            object.path("status"),
                            List.of(
                                    "replicas",
                                    "readyReplicas",
                                    "currentReplicas",
                                    "updatedReplicas",
                                    "observedGeneration"),
                            findings);
                    bounded(
                            object.path("status"),
                            List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"),
                            findings);
                });
    }

    // The feature MaxUnavailableStatefulSet is off by default.
    private static void withoutUnavailable(ObjectNode set) {
        if (set.path("spec").path("updateStrategy").path("rollingUpdate") instanceof ObjectNode rolling) {
            rolling.remove("maxUnavailable");
        }
    }

    private static void statefulSpec(JsonNode spec, boolean isNew, Findings findings) {
        String management = Trees.text(spec, "podManagementPolicy");
        if (!management.equals("OrderedReady") && !management.equals("Parallel")) {
            findings.invalid(SPEC.child("podManagementPolicy"), management, "must be 'OrderedReady' or 'Parallel'");
        }
        JsonNode strategy = spec.path("updateStrategy");
        JsonNode rolling = strategy.path("rollingUpdate");
        FieldPath at = SPEC.child("updateStrategy");
        switch (Trees.text(strategy, "type")) {
            case "OnDelete" -> {
                if (rolling.isObject()) {
                    findings.invalidAs(
                            at.child("rollingUpdate"),
                            InternalForm.rolling(rolling),
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" ->
                findings.nonNegative(at.child("rollingUpdate", "partition"), rolling.path("partition"));
            default ->
                findings.invalidAs(
                        at,
                        "{\"Type\":" + GoText.quote(Trees.text(strategy, "type")) + ",\"RollingUpdate\":"
                                + InternalForm.rolling(rolling) + "}",
                        "must be 'RollingUpdate' or 'OnDelete'");
        }
        JsonNode retention = spec.path("persistentVolumeClaimRetentionPolicy");
        for (String when : List.of("whenDeleted", "whenScaled")) {
            findings.oneOf(
                    SPEC.child("persistentVolumeClaimRetentionPolicy", when),
                    Trees.text(retention, when),
                    List.of("Retain", "Delete"));
        }
        findings.nonNegative(SPEC.child("replicas"), spec.path("replicas"));
        findings.nonNegative(SPEC.child("minReadySeconds"), spec.path("minReadySeconds"));
        findings.nonNegative(SPEC.child("ordinals.start"), spec.path("ordinals").path("start"));
        String service = Trees.text(spec, "serviceName");
        if (isNew && !service.isEmpty()) {
            findings.invalidEach(SPEC.child("serviceName"), service, Names.label(service));
        }
        selector(spec, "statefulset", findings);
        matching(spec, findings);
        PodSpecRules.checkTemplate(withClaims(spec), TEMPLATE, findings);
        JsonNode metadata = spec.path("template").path("metadata");
        ObjectMetaRules.labels(metadata.path("labels"), TEMPLATE.child("labels"), findings);
        ObjectMetaRules.annotations(metadata.path("annotations"), TEMPLATE.child("annotations"), findings);
        alwaysRunning(spec.path("template"), "StatefulSet", findings);
    }

    // The template as pods will have it: its claims are volumes.
    private static JsonNode withClaims(JsonNode spec) {
        JsonNode template = spec.path("template");
        if (spec.path("volumeClaimTemplates").isEmpty()
                || !template.path("spec").isObject()) {
            return template;
        }
        Map<String, JsonNode> volumes = new LinkedHashMap<>();
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            String name = claim.path("metadata").path("name").asText("");
            ObjectNode volume = JsonNodeFactory.instance.objectNode().put("name", name);
            volume.putObject("persistentVolumeClaim").put("claimName", name);
            volumes.put(name, volume);
        }
        for (JsonNode volume : template.path("spec").path("volumes")) {
            volumes.putIfAbsent(Trees.text(volume, "name"), volume);
        }
        ObjectNode podSpec = Trees.without(template.path("spec"), "subdomain", "hostname");
        ArrayNode all = podSpec.putArray("volumes");
        volumes.values().forEach(all::add);
        ObjectNode whole = Trees.without(template);
        whole.set("spec", podSpec);
        return whole;
    }

    private static TableKind podTemplate() {
        return new TableKind("v1", "PodTemplate")
                .generation("template")
                .rule((object, findings) ->
                        PodSpecRules.checkTemplate(object.path("template"), FieldPath.of("template"), findings));
    }
}
