package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Validation of pod specs, of pods and of pod templates.
final class PodSpecRules {
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

    private PodSpecRules() {}

    /// @param podName empty for a template
    static void check(JsonNode spec, String podName, FieldPath path, Findings findings) {
        if (!Trees.has(spec, "terminationGracePeriodSeconds")) {
            findings.required(path.child("terminationGracePeriodSeconds"), "");
        }
        Map<String, JsonNode> volumes =
                VolumeRules.check(spec.path("volumes"), podName, path.child("volumes"), findings);
        ContainerRules containers = new ContainerRules(spec, volumes, findings);
        containers.check(spec.path("containers"), path.child("containers"));
        containers.checkInit(spec.path("initContainers"), path.child("initContainers"));
        containers.checkEphemeral(spec.path("ephemeralContainers"), path.child("ephemeralContainers"));
        ResourceRules.checkPod(spec, path.child("resources"), findings);
        hostNetwork(spec, path, findings);
        findings.oneOf(path.child("restartPolicy"), Trees.text(spec, "restartPolicy"), RESTART_POLICIES);
        findings.oneOf(path.child("dnsPolicy"), Trees.text(spec, "dnsPolicy"), DNS_POLICIES);
        ObjectMetaRules.labels(spec.path("nodeSelector"), path.child("nodeSelector"), findings);
        SecurityRules.checkPod(spec, path.child("securityContext"), findings);
        SchedulingRules.affinity(spec.path("affinity"), path.child("affinity"), findings);
        PodNetworkRules.dns(spec, path.child("dnsConfig"), findings);
        gates(spec, path, findings);
        SchedulingRules.spread(
                spec.path("topologySpreadConstraints"), path.child("topologySpreadConstraints"), findings);
        names(spec, path, findings);
        SchedulingRules.tolerations(spec.path("tolerations"), path.child("tolerations"), findings);
        PodNetworkRules.aliases(spec.path("hostAliases"), path.child("hostAliases"), findings);
        preemption(spec, path, findings);
    }

    private static void hostNetwork(JsonNode spec, FieldPath path, Findings findings) {
        if (!Trees.flag(spec, "hostNetwork")) {
            return;
        }
        for (String field : List.of("containers", "initContainers")) {
            for (int i = 0; i < spec.path(field).size(); i++) {
                JsonNode ports = spec.path(field).get(i).path("ports");
                for (int j = 0; j < ports.size(); j++) {
                    JsonNode port = ports.get(j);
                    if (Trees.number(port, "hostPort") != Trees.number(port, "containerPort")) {
                        findings.invalid(
                                path.child(field)
                                        .index(i)
                                        .child("ports")
                                        .index(j)
                                        .child("hostPort"),
                                Trees.number(port, "hostPort"),
                                "must match `containerPort` when `hostNetwork` is true");
                    }
                }
            }
        }
    }

    private static void gates(JsonNode spec, FieldPath path, Findings findings) {
        JsonNode readiness = spec.path("readinessGates");
        for (int i = 0; i < readiness.size(); i++) {
            String type = Trees.text(readiness.get(i), "conditionType");
            FieldPath at = path.child("readinessGates").index(i).child("conditionType");
            findings.invalidEach(at, type, Names.qualified(type));
        }
        JsonNode scheduling = spec.path("schedulingGates");
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < scheduling.size(); i++) {
            String name = Trees.text(scheduling.get(i), "name");
            FieldPath at = path.child("schedulingGates").index(i);
            findings.invalidEach(at, name, Names.qualified(name));
            if (!seen.add(name)) {
                findings.duplicate(at, name);
            }
        }
    }

    private static void names(JsonNode spec, FieldPath path, Findings findings) {
        for (String field : List.of("serviceAccountName", "nodeName")) {
            String name = Trees.text(spec, field);
            if (!name.isEmpty()) {
                findings.invalidEach(path.child(field), name, Names.subdomain(name));
            }
        }
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber()) {
            FieldPath at = path.child("activeDeadlineSeconds");
            findings.invalidEach(at, deadline.longValue(), Names.inRange(deadline.longValue(), 1, Integer.MAX_VALUE));
        }
        for (String field : List.of("hostname", "subdomain")) {
            String name = Trees.text(spec, field);
            if (!name.isEmpty()) {
                findings.invalidEach(path.child(field), name, Names.label(name));
            }
        }
    }

    private static void preemption(JsonNode spec, FieldPath path, Findings findings) {
        String priorityClass = Trees.text(spec, "priorityClassName");
        if (!priorityClass.isEmpty()) {
            findings.invalidEach(path.child("priorityClassName"), priorityClass, Names.subdomain(priorityClass));
        }
        if (Trees.has(spec, "runtimeClassName")) {
            String runtimeClass = Trees.text(spec, "runtimeClassName");
            findings.invalidEach(path.child("runtimeClassName"), runtimeClass, Names.subdomain(runtimeClass));
        }
        if (Trees.has(spec, "preemptionPolicy")) {
            String policy = Trees.text(spec, "preemptionPolicy");
            findings.oneOf(path.child("preemptionPolicy"), policy, List.of("PreemptLowerPriority", "Never"));
        }
    }

    /// A pod template: its labels, annotations and spec.
    static void checkTemplate(JsonNode template, FieldPath path, Findings findings) {
        JsonNode metadata = template.path("metadata");
        ObjectMetaRules.labels(metadata.path("labels"), path.child("labels"), findings);
        ObjectMetaRules.annotations(metadata.path("annotations"), path.child("annotations"), findings);
        check(template.path("spec"), "", path.child("spec"), findings);
        if (!template.path("spec").path("ephemeralContainers").isEmpty()) {
            findings.forbidden(
                    path.child("spec", "ephemeralContainers"), "ephemeral containers not allowed in pod template");
        }
    }
}
