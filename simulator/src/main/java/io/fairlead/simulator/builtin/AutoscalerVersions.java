package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;

/// HorizontalPodAutoscalers in `autoscaling/v1` and `autoscaling/v2`: one storage. What the older version has no field
/// for, the API server keeps in annotations; the model knows the target for CPU, and refuses the rest.
final class AutoscalerVersions {
    static final String NEW = "autoscaling/v2";
    private static final String OLD = "autoscaling/v1";
    private static final String TARGET = "targetCPUUtilizationPercentage";
    private static final String CURRENT = "currentCPUUtilizationPercentage";

    private AutoscalerVersions() {}

    /// The argument is not changed.
    static ObjectNode convert(ObjectNode scaler, String apiVersion) {
        ObjectNode converted = Trees.without(scaler);
        converted.put("apiVersion", apiVersion);
        ObjectNode spec = Trees.without(scaler.path("spec"));
        ObjectNode status = Trees.without(scaler.path("status"));
        if (apiVersion.equals(OLD)) {
            toOld(spec, status);
        } else {
            toNew(spec, status);
        }
        converted.set("spec", spec);
        converted.set("status", status);
        return converted;
    }

    private static void toOld(ObjectNode spec, ObjectNode status) {
        JsonNode target = cpu(spec.path("metrics"), "target");
        JsonNode current = cpu(status.path("currentMetrics"), "current");
        boolean hasMore =
                Trees.has(spec, "behavior") || !status.path("conditions").isEmpty();
        if (hasMore) {
            throw notModelled(OLD);
        }
        spec.remove("metrics");
        Trees.put(spec, TARGET, target.get("averageUtilization"));
        status.remove(List.of("currentMetrics", "conditions"));
        Trees.put(status, CURRENT, current.get("averageUtilization"));
        if (!status.has("currentReplicas")) {
            status.put("currentReplicas", 0);
        }
    }

    /// What is said about the use of CPU; a missing node where there are no metrics.
    private static JsonNode cpu(JsonNode metrics, String part) {
        if (metrics.isEmpty()) {
            return JsonNodeFactory.instance.missingNode();
        }
        JsonNode resource = metrics.get(0).path("resource");
        boolean isUse = metrics.size() == 1
                && Trees.text(resource, "name").equals("cpu")
                && Trees.has(resource.path(part), "averageUtilization");
        if (!isUse) {
            throw notModelled(OLD);
        }
        return resource.path(part);
    }

    private static void toNew(ObjectNode spec, ObjectNode status) {
        if (Trees.has(spec, TARGET)) {
            ObjectNode target = metric(spec.putArray("metrics")).putObject("target");
            target.put("type", "Utilization").set("averageUtilization", spec.get(TARGET));
            spec.remove(TARGET);
        }
        if (Trees.has(status, CURRENT)) {
            metric(status.putArray("currentMetrics"))
                    .putObject("current")
                    .set("averageUtilization", status.get(CURRENT));
            status.remove(CURRENT);
        } else {
            status.putNull("currentMetrics");
        }
        if (Trees.number(status, "currentReplicas") == 0) {
            status.remove("currentReplicas");
        }
    }

    private static ObjectNode metric(ArrayNode metrics) {
        return metrics.addObject().put("type", "Resource").putObject("resource").put("name", "cpu");
    }

    private static StatusException notModelled(String apiVersion) {
        return StatusException.notModelled(
                "conversion of a HorizontalPodAutoscaler with more than a target for CPU to " + apiVersion);
    }
}
