package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Webhook configurations, and the definitions of custom kinds as far as they are a built-in kind themselves.
final class AdmissionKinds {
    private static final String VERSION = "admissionregistration.k8s.io/v1";
    private static final FieldPath HOOKS = FieldPath.of("webhooks");
    private static final int TIMEOUT_MAX = 30;

    private AdmissionKinds() {}

    static List<TableKind> all() {
        return List.of(hooks("MutatingWebhookConfiguration"), hooks("ValidatingWebhookConfiguration"), definition());
    }

    private static TableKind hooks(String kind) {
        return new TableKind(VERSION, kind)
                .clusterScoped()
                .withAnyFinalizers()
                .generation("webhooks")
                .rule((configuration, findings) -> {
                    JsonNode hooks = configuration.path("webhooks");
                    Set<String> names = new LinkedHashSet<>();
                    for (int i = 0; i < hooks.size(); i++) {
                        hook(hooks.get(i), HOOKS.index(i), findings);
                        String name = Trees.text(hooks.get(i), "name");
                        if (!name.isEmpty() && !names.add(name)) {
                            findings.duplicate(HOOKS.index(i).child("name"), name);
                        }
                    }
                })
                .updates((configuration, old, findings) -> {
                    JsonNode hooks = configuration.path("webhooks");
                    for (int i = 0; i < hooks.size(); i++) {
                        hook(hooks.get(i), HOOKS.index(i), findings);
                    }
                });
    }

    private static void hook(JsonNode hook, FieldPath at, Findings findings) {
        String name = Trees.text(hook, "name");
        if (name.isEmpty()) {
            findings.required(at.child("name"), "");
        } else if (name.split("\\.", -1).length < 3) {
            findings.invalid(
                    at.child("name"), name, "should be a domain with at least three segments separated by dots");
        }
        if (hook.path("admissionReviewVersions").isEmpty()) {
            findings.required(at.child("admissionReviewVersions"), "must specify one of v1, v1beta1");
        }
        for (int i = 0; i < hook.path("rules").size(); i++) {
            JsonNode rule = hook.path("rules").get(i);
            for (String field : List.of("operations", "apiGroups", "apiVersions", "resources")) {
                if (rule.path(field).isEmpty()) {
                    findings.required(at.child("rules").index(i).child(field), "");
                }
            }
        }
        findings.oneOfOrEmpty(at.child("failurePolicy"), Trees.text(hook, "failurePolicy"), List.of("Fail", "Ignore"));
        findings.oneOfOrEmpty(at.child("matchPolicy"), Trees.text(hook, "matchPolicy"), List.of("Equivalent", "Exact"));
        if (!Trees.has(hook, "sideEffects")) {
            findings.required(at.child("sideEffects"), "must specify one of None, NoneOnDryRun");
        } else {
            findings.oneOfOrEmpty(
                    at.child("sideEffects"), Trees.text(hook, "sideEffects"), List.of("None", "NoneOnDryRun"));
        }
        long timeout = Trees.number(hook, "timeoutSeconds");
        if (timeout < 1 || timeout > TIMEOUT_MAX) {
            findings.invalid(at.child("timeoutSeconds"), timeout, "the timeout value must be between 1 and 30 seconds");
        }
        JsonNode client = hook.path("clientConfig");
        boolean hasUrl = Trees.has(client, "url");
        if (hasUrl == Trees.has(client, "service")) {
            findings.required(at.child("clientConfig"), "exactly one of url or service is required");
        }
    }

    // Whether a definition is sound is judged where definitions are read.
    private static TableKind definition() {
        return new TableKind("apiextensions.k8s.io/v1", "CustomResourceDefinition")
                .clusterScoped()
                .withAnyFinalizers()
                .generation("spec")
                .door("", AdmissionKinds::keepStatus, TableKind::checkMetadataUpdate, "status")
                .door(
                        "status",
                        (definition, old) -> Trees.put(definition, "spec", old.get("spec")),
                        TableKind::checkMetadataUpdate,
                        "spec",
                        "metadata");
    }

    private static void keepStatus(ObjectNode definition, ObjectNode old) {
        Trees.put(definition, "status", old.get("status"));
    }
}
