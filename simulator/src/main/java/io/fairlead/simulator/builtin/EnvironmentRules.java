package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// Validation of a container's environment.
final class EnvironmentRules {
    private static final List<String> FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");
    private static final List<String> HUGE_PAGES = List.of("requests.hugepages-", "limits.hugepages-");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

    private EnvironmentRules() {}

    static void check(JsonNode container, FieldPath path, Findings findings) {
        JsonNode variables = container.path("env");
        for (int i = 0; i < variables.size(); i++) {
            JsonNode variable = variables.get(i);
            FieldPath at = path.child("env").index(i);
            String name = Trees.text(variable, "name");
            if (name.isEmpty()) {
                findings.required(at.child("name"), "");
            } else {
                findings.invalidEach(at.child("name"), name, Names.environmentName(name));
            }
            if (Trees.has(variable, "valueFrom")) {
                valueFrom(variable, at.child("valueFrom"), findings);
            }
        }
        JsonNode whole = container.path("envFrom");
        for (int i = 0; i < whole.size(); i++) {
            from(whole.get(i), path.child("envFrom"), i, findings);
        }
    }

    private static void valueFrom(JsonNode variable, FieldPath path, Findings findings) {
        JsonNode from = variable.path("valueFrom");
        int sources = 0;
        for (String source : SOURCES) {
            if (!Trees.has(from, source)) {
                continue;
            }
            sources++;
            JsonNode reference = from.get(source);
            FieldPath at = path.child(source);
            switch (source) {
                case "fieldRef" -> field(reference, FIELDS, at, findings);
                case "resourceFieldRef" -> resource(reference, false, at, findings);
                case "fileKeyRef" -> {}
                default -> key(reference, at, findings);
            }
        }
        if (sources == 0) {
            findings.invalid(
                    path,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
                            + "`secretKeyRef` or `fileKeyRef`");
        } else if (!Trees.text(variable, "value").isEmpty()) {
            findings.invalid(path, "", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            findings.invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private static void key(JsonNode reference, FieldPath at, Findings findings) {
        String name = Trees.text(reference, "name");
        findings.invalidEach(at.child("name"), name, Names.subdomain(name));
        String key = Trees.text(reference, "key");
        if (key.isEmpty()) {
            findings.required(at.child("key"), "");
        } else {
            findings.invalidEach(at.child("key"), key, Names.dataKey(key));
        }
    }

    /// A field of the pod.
    ///
    /// @param supported the fields that may be named without a subscript
    static void field(JsonNode reference, List<String> supported, FieldPath at, Findings findings) {
        String path = Trees.text(reference, "fieldPath");
        if (path.isEmpty()) {
            findings.required(at.child("fieldPath"), "");
            return;
        }
        int open = path.indexOf("['");
        if (open > 0 && path.endsWith("']")) {
            String key = path.substring(open + 2, path.length() - 2);
            switch (path.substring(0, open)) {
                case "metadata.annotations" -> {
                    String lower = key.toLowerCase(Locale.ROOT);
                    findings.invalidEach(at, lower, Names.qualified(lower));
                }
                case "metadata.labels" -> findings.invalidEach(at, key, Names.qualified(key));
                default -> notConvertible(path, at, findings);
            }
        } else if (!isConvertible(path)) {
            notConvertible(path, at, findings);
        } else if (!supported.contains(path)) {
            findings.notSupported(at.child("fieldPath"), path, supported);
        }
    }

    private static boolean isConvertible(String path) {
        return FIELDS.contains(path)
                || List.of(
                                "metadata.annotations",
                                "metadata.labels",
                                "spec.restartPolicy",
                                "spec.schedulerName",
                                "status.phase",
                                "spec.host")
                        .contains(path);
    }

    private static void notConvertible(String path, FieldPath at, Findings findings) {
        findings.invalid(at.child("fieldPath"), path, "error converting fieldPath: field label not supported: " + path);
    }

    /// @param isVolume in a volume, where the container must be named
    static void resource(JsonNode reference, boolean isVolume, FieldPath at, Findings findings) {
        String resource = Trees.text(reference, "resource");
        if (isVolume && Trees.text(reference, "containerName").isEmpty()) {
            findings.required(at.child("containerName"), "");
        } else if (resource.isEmpty()) {
            findings.required(at.child("resource"), "");
        } else if (!RESOURCES.contains(resource) && HUGE_PAGES.stream().noneMatch(resource::startsWith)) {
            findings.notSupported(at.child("resource"), resource, RESOURCES);
        }
    }

    private static void from(JsonNode source, FieldPath path, int index, Findings findings) {
        FieldPath at = path.index(index);
        String prefix = Trees.text(source, "prefix");
        if (!prefix.isEmpty()) {
            findings.invalidEach(at.child("prefix"), prefix, Names.environmentName(prefix));
        }
        int sources = 0;
        for (String field : List.of("configMapRef", "secretRef")) {
            if (Trees.has(source, field)) {
                sources++;
                String name = Trees.text(source.get(field), "name");
                if (name.isEmpty()) {
                    findings.required(at.child(field, "name"), "");
                } else {
                    findings.invalidEach(at.child(field, "name"), name, Names.subdomain(name));
                }
            }
        }
        if (sources == 0) {
            findings.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (sources > 1) {
            findings.invalid(path, "", "may not have more than one field specified at a time");
        }
    }
}
