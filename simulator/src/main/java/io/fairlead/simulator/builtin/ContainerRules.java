package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Validation of the containers of one pod spec.
final class ContainerRules {
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> NOT_FOR_EPHEMERAL = List.of(
            "ports",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "resizePolicy",
            "restartPolicyRules");
    private static final String ONLY_SIDECARS = "may not be set for init containers without restartPolicy=Always";

    private final JsonNode spec;
    private final Map<String, JsonNode> volumes;
    private final Findings findings;

    /// @param volumes the pod's volumes by name
    ContainerRules(JsonNode spec, Map<String, JsonNode> volumes, Findings findings) {
        this.spec = spec;
        this.volumes = volumes;
        this.findings = findings;
    }

    void check(JsonNode containers, FieldPath path) {
        if (containers.isEmpty()) {
            findings.required(path, "");
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            JsonNode container = containers.get(i);
            FieldPath at = path.index(i);
            common(container, at);
            String name = Trees.text(container, "name");
            if (!names.add(name)) {
                findings.duplicate(at.child("name"), name);
            }
            running(container, at);
            if (Trees.has(container, "restartPolicy")) {
                String policy = Trees.text(container, "restartPolicy");
                if (!RESTART_POLICIES.contains(policy)) {
                    findings.notSupported(at.child("restartPolicy"), policy, RESTART_POLICIES);
                }
            }
        }
        hostPorts(containers, path);
    }

    void checkInit(JsonNode containers, FieldPath path) {
        if (containers.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        spec.path("containers").forEach(each -> names.add(Trees.text(each, "name")));
        for (int i = 0; i < containers.size(); i++) {
            JsonNode container = containers.get(i);
            FieldPath at = path.index(i);
            common(container, at);
            String policy = Trees.text(container, "restartPolicy");
            if (Trees.has(container, "restartPolicy") && !RESTART_POLICIES.contains(policy)) {
                findings.notSupported(at.child("restartPolicy"), policy, RESTART_POLICIES);
            }
            String name = Trees.text(container, "name");
            if (names.contains(name)) {
                findings.duplicate(at.child("name"), name);
            } else if (!name.isEmpty()) {
                names.add(name);
            }
            if (policy.equals("Always")) {
                running(container, at);
            } else {
                for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                    if (Trees.has(container, field)) {
                        findings.forbidden(at.child(field), ONLY_SIDECARS);
                    }
                }
            }
        }
    }

    void checkEphemeral(JsonNode containers, FieldPath path) {
        Set<String> names = new LinkedHashSet<>();
        for (String field : List.of("containers", "initContainers")) {
            spec.path(field).forEach(each -> names.add(Trees.text(each, "name")));
        }
        for (int i = 0; i < containers.size(); i++) {
            JsonNode container = containers.get(i);
            FieldPath at = path.index(i);
            common(container, at);
            if (!names.add(Trees.text(container, "name"))) {
                findings.duplicate(at.child("name"), Trees.text(container, "name"));
            }
            for (String field : NOT_FOR_EPHEMERAL) {
                if (!container.path(field).isEmpty()) {
                    findings.forbidden(at.child(field), "cannot be set for an Ephemeral Container");
                }
            }
            if (!container.path("resources").isEmpty()) {
                findings.forbidden(at.child("resources"), "cannot be set for an Ephemeral Container");
            }
        }
    }

    // What only containers that keep running may have.
    private void running(JsonNode container, FieldPath at) {
        long grace = Trees.number(spec, "terminationGracePeriodSeconds");
        new ProbeRules(grace, findings).check(container, at);
    }

    private void common(JsonNode container, FieldPath at) {
        String name = Trees.text(container, "name");
        if (name.isEmpty()) {
            findings.required(at.child("name"), "");
        } else {
            findings.invalidEach(at.child("name"), name, Names.label(name));
        }
        if (Trees.text(container, "image").isEmpty()) {
            findings.required(at.child("image"), "");
        }
        String message = Trees.text(container, "terminationMessagePolicy");
        findings.oneOf(at.child("terminationMessagePolicy"), message, MESSAGE_POLICIES);
        ports(container.path("ports"), at.child("ports"));
        EnvironmentRules.check(container, at, findings);
        VolumeRules.mounts(container, volumes, at, findings);
        findings.oneOf(at.child("imagePullPolicy"), Trees.text(container, "imagePullPolicy"), PULL_POLICIES);
        ResourceRules.checkContainer(container.path("resources"), at.child("resources"), findings);
        resizePolicy(container.path("resizePolicy"), at.child("resizePolicy"));
        SecurityRules.checkContainer(container.path("securityContext"), at.child("securityContext"), findings);
    }

    private void ports(JsonNode ports, FieldPath path) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            FieldPath at = path.index(i);
            String name = Trees.text(port, "name");
            if (!name.isEmpty()) {
                List<String> wrong = Names.portName(name);
                findings.invalidEach(at.child("name"), name, wrong);
                if (wrong.isEmpty() && !names.add(name)) {
                    findings.duplicate(at.child("name"), name);
                }
            }
            long number = Trees.number(port, "containerPort");
            if (number == 0) {
                findings.required(at.child("containerPort"), "");
            } else {
                findings.invalidEach(at.child("containerPort"), number, Names.portNumber(number));
            }
            long host = Trees.number(port, "hostPort");
            if (host != 0) {
                findings.invalidEach(at.child("hostPort"), host, Names.portNumber(host));
            }
            findings.oneOf(at.child("protocol"), Trees.text(port, "protocol"), PROTOCOLS);
        }
    }

    private void hostPorts(JsonNode containers, FieldPath path) {
        Set<String> taken = new LinkedHashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            JsonNode ports = containers.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode port = ports.get(j);
                long host = Trees.number(port, "hostPort");
                String key = Trees.text(port, "protocol") + "/" + Trees.text(port, "hostIP") + "/" + host;
                if (host != 0 && !taken.add(key)) {
                    findings.duplicate(path.index(i).child("ports").index(j).child("hostPort"), key);
                }
            }
        }
    }

    private void resizePolicy(JsonNode policies, FieldPath path) {
        Set<String> seen = new LinkedHashSet<>();
        boolean isNever = Trees.text(spec, "restartPolicy").equals("Never");
        for (int i = 0; i < policies.size(); i++) {
            String resource = Trees.text(policies.get(i), "resourceName");
            String policy = Trees.text(policies.get(i), "restartPolicy");
            if (!seen.add(resource)) {
                findings.duplicate(path.index(i), resource);
            }
            findings.oneOf(path, resource, List.of("cpu", "memory"));
            findings.oneOf(path, policy, List.of("NotRequired", "RestartContainer"));
            if (isNever && !policy.equals("NotRequired")) {
                findings.invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
            }
        }
    }
}
