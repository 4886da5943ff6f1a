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
                        WebhookRules.check(hooks.get(i), HOOKS.index(i), findings);
                        String name = Trees.text(hooks.get(i), "name");
                        if (!name.isEmpty() && !names.add(name)) {
                            findings.duplicate(HOOKS.index(i).child("name"), name);
                        }
                    }
                })
                .updates((configuration, old, findings) -> {
                    JsonNode hooks = configuration.path("webhooks");
                    for (int i = 0; i < hooks.size(); i++) {
                        WebhookRules.check(hooks.get(i), HOOKS.index(i), findings);
                    }
                });
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
