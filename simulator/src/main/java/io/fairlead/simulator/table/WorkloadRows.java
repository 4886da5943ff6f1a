package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// Rows of the kinds that make pods, and of what belongs to them.
final class WorkloadRows {
    private static final int HPA_METRICS_MAX = 2;
    private static final String NOT_GIVEN = "N/A";

    private WorkloadRows() {}

    static void deployment(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "status", "readyReplicas") + "/" + Nodes.number(object, "spec", "replicas"))
                .add(Nodes.number(object, "status", "updatedReplicas"))
                .add(Nodes.number(object, "status", "availableReplicas"))
                .age(object);
        containers(Nodes.at(object, "spec", "template"), row).add(Nodes.selector(Nodes.at(object, "spec", "selector")));
    }

    static void replicaSet(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "spec", "replicas"))
                .add(Nodes.number(object, "status", "replicas"))
                .add(Nodes.number(object, "status", "readyReplicas"))
                .age(object);
        containers(Nodes.at(object, "spec", "template"), row).add(selector(object));
    }

    static void replicationController(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "spec", "replicas"))
                .add(Nodes.number(object, "status", "replicas"))
                .add(Nodes.number(object, "status", "readyReplicas"))
                .age(object);
        containers(Nodes.at(object, "spec", "template"), row).add(Nodes.labels(Nodes.at(object, "spec", "selector")));
    }

    static void statefulSet(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "status", "readyReplicas") + "/" + Nodes.number(object, "spec", "replicas"))
                .age(object);
        containers(Nodes.at(object, "spec", "template"), row);
    }

    static void daemonSet(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "status", "desiredNumberScheduled"))
                .add(Nodes.number(object, "status", "currentNumberScheduled"))
                .add(Nodes.number(object, "status", "numberReady"))
                .add(Nodes.number(object, "status", "updatedNumberScheduled"))
                .add(Nodes.number(object, "status", "numberAvailable"))
                .add(Nodes.labels(Nodes.at(object, "spec", "template", "spec", "nodeSelector")))
                .age(object);
        containers(Nodes.at(object, "spec", "template"), row).add(selector(object));
    }

    static void job(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(jobStatus(object))
                .add(completions(object))
                .add(jobDuration(object, row));
        row.age(object);
        containers(Nodes.at(object, "spec", "template"), row).add(selector(object));
    }

    private static String completions(JsonNode job) {
        long succeeded = Nodes.number(job, "status", "succeeded");
        if (Nodes.has(job, "spec", "completions")) {
            return succeeded + "/" + Nodes.number(job, "spec", "completions");
        }
        long parallelism = Nodes.number(job, "spec", "parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String jobDuration(JsonNode job, Row row) {
        String start = Nodes.text(job, "status", "startTime");
        if (start.isEmpty()) {
            return "";
        }
        String end = Nodes.text(job, "status", "completionTime");
        return end.isEmpty() ? row.since(start) : Ages.between(start, end);
    }

    private static String jobStatus(JsonNode job) {
        for (String type : List.of("Complete", "Failed")) {
            if (Nodes.condition(job, type).equals("True")) {
                return type;
            }
        }
        if (Nodes.isDeleting(job)) {
            return "Terminating";
        }
        for (String type : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (Nodes.condition(job, type).equals("True")) {
                return type;
            }
        }
        return "Running";
    }

    static void cronJob(JsonNode object, Row row) {
        String last = Nodes.text(object, "status", "lastScheduleTime");
        JsonNode suspend = Nodes.at(object, "spec", "suspend");
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "spec", "schedule"))
                .add(Nodes.textOr(Row.NONE, object, "spec", "timeZone"))
                .add(suspend.isMissingNode() ? Row.UNSET : suspend.asBoolean() ? "True" : "False")
                .add(Nodes.at(object, "status", "active").size())
                .add(last.isEmpty() ? Row.NONE : row.since(last))
                .age(object);
        JsonNode job = Nodes.at(object, "spec", "jobTemplate", "spec");
        containers(Nodes.at(job, "template"), row).add(Nodes.orNone(Nodes.selector(Nodes.at(job, "selector"))));
    }

    static void podTemplate(JsonNode object, Row row) {
        JsonNode template = Nodes.at(object, "template");
        containers(template, row.add(Nodes.name(object))).add(Nodes.labels(Nodes.at(template, "metadata", "labels")));
    }

    static void controllerRevision(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(controller(object))
                .add(Nodes.number(object, "revision"))
                .age(object);
    }

    private static String controller(JsonNode object) {
        for (JsonNode owner : Nodes.at(object, "metadata", "ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                String apiVersion = owner.path("apiVersion").asText();
                int slash = apiVersion.indexOf('/');
                String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
                String kind = (owner.path("kind").asText() + group).toLowerCase(Locale.ROOT);
                return kind + "/" + owner.path("name").asText();
            }
        }
        return Row.NONE;
    }

    static void disruptionBudget(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.textOr(NOT_GIVEN, object, "spec", "minAvailable"))
                .add(Nodes.textOr(NOT_GIVEN, object, "spec", "maxUnavailable"))
                .add(Nodes.number(object, "status", "disruptionsAllowed"))
                .age(object);
    }

    /// Either version. Of `autoscaling/v1` only the CPU target is shown, not the metrics that its annotations carry.
    static void autoscaler(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "spec", "scaleTargetRef", "kind") + "/"
                        + Nodes.text(object, "spec", "scaleTargetRef", "name"))
                .add(object.path("apiVersion").asText().endsWith("/v1") ? cpuTarget(object) : metrics(object))
                .add(Nodes.textOr(Row.UNSET, object, "spec", "minReplicas"))
                .add(Nodes.number(object, "spec", "maxReplicas"))
                .add(Nodes.number(object, "status", "currentReplicas"))
                .age(object);
    }

    private static String cpuTarget(JsonNode object) {
        String target = Nodes.text(object, "spec", "targetCPUUtilizationPercentage");
        if (target.isEmpty()) {
            return Row.NONE;
        }
        return "cpu: " + percent(Nodes.at(object, "status", "currentCPUUtilizationPercentage"), Ages.UNKNOWN) + "/"
                + target + "%";
    }

    private static String metrics(JsonNode object) {
        JsonNode specs = Nodes.at(object, "spec", "metrics");
        if (specs.isEmpty()) {
            return Row.NONE;
        }
        JsonNode statuses = Nodes.at(object, "status", "currentMetrics");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(specs.size(), HPA_METRICS_MAX); i++) {
            text.append(i == 0 ? "" : ", ").append(metric(specs.get(i), statuses.path(i)));
        }
        if (specs.size() > HPA_METRICS_MAX) {
            text.append(" + ").append(specs.size() - HPA_METRICS_MAX).append(" more...");
        }
        return text.toString();
    }

    private static String metric(JsonNode spec, JsonNode status) {
        return switch (spec.path("type").asText()) {
            case "External" -> ratio(spec.path("external"), status.path("external"), " (avg)");
            case "Object" -> ratio(spec.path("object"), status.path("object"), " (avg)");
            case "Pods" -> ratio(spec.path("pods"), status.path("pods"), "");
            case "Resource" -> resource(spec.path("resource"), status.path("resource"));
            case "ContainerResource" -> resource(spec.path("containerResource"), status.path("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String ratio(JsonNode spec, JsonNode status, String averageMark) {
        String average = Nodes.text(spec, "target", "averageValue");
        return average.isEmpty()
                ? Nodes.textOr(Ages.UNKNOWN, status, "current", "value") + "/" + Nodes.text(spec, "target", "value")
                : Nodes.textOr(Ages.UNKNOWN, status, "current", "averageValue") + "/" + average + averageMark;
    }

    private static String resource(JsonNode spec, JsonNode status) {
        String name = spec.path("name").asText() + ": ";
        String average = Nodes.text(spec, "target", "averageValue");
        if (!average.isEmpty()) {
            return name + Nodes.textOr(Ages.UNKNOWN, status, "current", "averageValue") + "/" + average;
        }
        return name + percent(Nodes.at(status, "current", "averageUtilization"), Ages.UNKNOWN) + "/"
                + percent(Nodes.at(spec, "target", "averageUtilization"), "<auto>");
    }

    private static String percent(JsonNode value, String otherwise) {
        return value.isMissingNode() ? otherwise : value.asText() + "%";
    }

    private static String selector(JsonNode object) {
        return Nodes.orNone(Nodes.selector(Nodes.at(object, "spec", "selector")));
    }

    private static Row containers(JsonNode template, Row row) {
        JsonNode containers = Nodes.at(template, "spec", "containers");
        return row.add(Nodes.joined(containers, "name")).add(Nodes.joined(containers, "image"));
    }
}
