package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Defaults of the kinds of `apps`, `batch` and `autoscaling` that depend on other fields.
final class WorkloadDefaults {
    private static final int BACKOFF_LIMIT = 6;
    private static final int SCALE_PERIOD_SECONDS = 15;

    static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    private WorkloadDefaults() {}

    static void addTo(Map<String, Decoding.TypeDefaults> rules) {
        TypeRules.add(rules, "apps/v1.DeploymentSpec", spec -> rolling(spec, "strategy", "25%", "25%"));
        TypeRules.add(rules, "apps/v1.DaemonSetSpec", spec -> rolling(spec, "updateStrategy", 1, 0));
        TypeRules.add(rules, "apps/v1.DaemonSet", WorkloadDefaults::templateGeneration);
        TypeRules.add(rules, "apps/v1.StatefulSetSpec", WorkloadDefaults::statefulSet);
        TypeRules.add(rules, "batch/v1.Job", WorkloadDefaults::job);
        TypeRules.add(rules, "autoscaling/v2.HorizontalPodAutoscalerSpec", WorkloadDefaults::autoscaler);
    }

    /// Which template generation it is stands in an annotation that the server itself writes, so that the writer of
    /// the object comes to own it.
    private static void templateGeneration(ObjectNode daemonSet) {
        ObjectNode annotations = Trees.object(Trees.object(daemonSet, "metadata"), "annotations");
        if (Trees.isUnset(annotations, TEMPLATE_GENERATION)) {
            annotations.put(TEMPLATE_GENERATION, "0");
        }
    }

    private static void rolling(ObjectNode spec, String strategy, Object unavailable, Object surge) {
        if (spec.get(strategy) instanceof ObjectNode chosen
                && Trees.text(chosen, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Trees.object(chosen, "rollingUpdate");
            fill(rolling, "maxUnavailable", unavailable);
            fill(rolling, "maxSurge", surge);
        }
    }

    private static void fill(ObjectNode object, String field, Object value) {
        if (!Trees.has(object, field)) {
            object.set(
                    field, value instanceof Integer number ? IntNode.valueOf(number) : object.textNode((String) value));
        }
    }

    private static void statefulSet(ObjectNode spec) {
        ObjectNode strategy = Trees.object(spec, "updateStrategy");
        if (Trees.isUnset(strategy, "type")) {
            strategy.put("type", "RollingUpdate");
            Trees.object(strategy, "rollingUpdate");
        }
        if (Trees.text(strategy, "type").equals("RollingUpdate")
                && strategy.get("rollingUpdate") instanceof ObjectNode rolling) {
            fill(rolling, "partition", 0);
        }
        for (JsonNode template : spec.path("volumeClaimTemplates")) {
            ((ObjectNode) template).put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        }
    }

    private static void job(ObjectNode job) {
        if (!(job.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (!Trees.has(spec, "completions") && !Trees.has(spec, "parallelism")) {
            fill(spec, "completions", 1);
        }
        fill(spec, "parallelism", 1);
        fill(spec, "backoffLimit", Trees.has(spec, "backoffLimitPerIndex") ? Integer.MAX_VALUE : BACKOFF_LIMIT);
        boolean hasPolicy = Trees.has(spec, "podFailurePolicy");
        fill(spec, "podReplacementPolicy", hasPolicy ? "Failed" : "TerminatingOrFailed");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        ObjectNode metadata = Trees.object(job, "metadata");
        if (!labels.isEmpty() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    private static void autoscaler(ObjectNode spec) {
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject();
            metric.put("type", "Resource");
            ObjectNode resource = metric.putObject("resource").put("name", "cpu");
            resource.putObject("target").put("type", "Utilization").put("averageUtilization", 80);
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            ObjectNode up = Trees.object(behavior, "scaleUp");
            fill(up, "stabilizationWindowSeconds", 0);
            fill(up, "selectPolicy", "Max");
            if (up.path("policies").isEmpty()) {
                ArrayNode policies = up.putArray("policies");
                policy(policies, "Pods", 4);
                policy(policies, "Percent", 100);
            }
            ObjectNode down = Trees.object(behavior, "scaleDown");
            fill(down, "selectPolicy", "Max");
            if (down.path("policies").isEmpty()) {
                policy(down.putArray("policies"), "Percent", 100);
            }
        }
    }

    private static void policy(ArrayNode policies, String type, int value) {
        policies.addObject().put("type", type).put("value", value).put("periodSeconds", SCALE_PERIOD_SECONDS);
    }
}
