package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Validation of security contexts.
final class SecurityRules {
    private static final List<String> SECCOMP = List.of("Localhost", "RuntimeDefault", "Unconfined");

    private SecurityRules() {}

    static void checkPod(JsonNode spec, FieldPath path, Findings findings) {
        JsonNode context = spec.path("securityContext");
        for (String field : List.of("fsGroup", "runAsUser", "runAsGroup")) {
            id(context.path(field), path.child(field), findings);
        }
        JsonNode groups = context.path("supplementalGroups");
        for (int i = 0; i < groups.size(); i++) {
            id(groups.get(i), path.child("supplementalGroups").index(i), findings);
        }
        if (Trees.flag(spec, "shareProcessNamespace") && Trees.flag(spec, "hostPID")) {
            findings.invalidAs(
                    path.child("shareProcessNamespace"),
                    "true",
                    "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        String change = Trees.text(context, "fsGroupChangePolicy");
        findings.oneOfOrEmpty(path.child("fsGroupChangePolicy"), change, List.of("Always", "OnRootMismatch"));
        seccomp(context.path("seccompProfile"), path.child("seccompProfile"), findings);
    }

    static void checkContainer(JsonNode context, FieldPath path, Findings findings) {
        for (String field : List.of("runAsUser", "runAsGroup")) {
            id(context.path(field), path.child(field), findings);
        }
        seccomp(context.path("seccompProfile"), path.child("seccompProfile"), findings);
        JsonNode escalation = context.path("allowPrivilegeEscalation");
        if (escalation.isBoolean() && !escalation.booleanValue() && Trees.flag(context, "privileged")) {
            findings.invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
    }

    private static void id(JsonNode id, FieldPath at, Findings findings) {
        if (id.isNumber()) {
            findings.invalidEach(at, id.longValue(), Names.inRange(id.longValue(), 0, Integer.MAX_VALUE));
        }
    }

    private static void seccomp(JsonNode profile, FieldPath at, Findings findings) {
        if (!profile.isObject()) {
            return;
        }
        String type = Trees.text(profile, "type");
        if (type.isEmpty()) {
            findings.required(at.child("type"), "type is required when seccompProfile is set");
        } else if (!SECCOMP.contains(type)) {
            findings.notSupported(at.child("type"), type, List.of("Localhost", "RuntimeDefault", "Unconfined"));
        }
        if (type.equals("Localhost") && !Trees.has(profile, "localhostProfile")) {
            findings.required(at.child("localhostProfile"), "must be set when seccomp type is Localhost");
        }
    }
}
