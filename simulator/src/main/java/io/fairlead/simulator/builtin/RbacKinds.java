package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Roles and bindings.
final class RbacKinds {
    static final String GROUP = "rbac.authorization.k8s.io";
    private static final String VERSION = GROUP + "/v1";
    private static final FieldPath RULES = FieldPath.of("rules");
    private static final FieldPath ROLE_REF = FieldPath.of("roleRef");
    private static final FieldPath SELECTORS = FieldPath.of("aggregationRule").child("clusterRoleSelectors");

    private RbacKinds() {}

    static List<TableKind> all() {
        return List.of(
                new TableKind(VERSION, "Role")
                        .named(Names.Rule.PATH_SEGMENT)
                        .rule((role, findings) -> rules(role.path("rules"), true, findings))
                        .judgedAsNewBefore(TableKind::checkMetadataUpdate),
                new TableKind(VERSION, "ClusterRole")
                        .clusterScoped()
                        .named(Names.Rule.PATH_SEGMENT)
                        .rule((role, findings) -> {
                            rules(role.path("rules"), false, findings);
                            aggregation(role.path("aggregationRule"), findings);
                        })
                        .judgedAsNewBefore(TableKind::checkMetadataUpdate),
                binding("RoleBinding", true),
                binding("ClusterRoleBinding", false).clusterScoped());
    }

    private static void rules(JsonNode rules, boolean isNamespaced, Findings findings) {
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.get(i);
            FieldPath at = RULES.index(i);
            if (rule.path("verbs").isEmpty()) {
                findings.required(at.child("verbs"), "verbs must contain at least one value");
            }
            JsonNode urls = rule.path("nonResourceURLs");
            if (!urls.isEmpty()) {
                if (isNamespaced) {
                    findings.invalid(
                            at.child("nonResourceURLs"), urls, "namespaced rules cannot apply to non-resource URLs");
                }
                boolean isMixed = !rule.path("apiGroups").isEmpty()
                        || !rule.path("resources").isEmpty()
                        || !rule.path("resourceNames").isEmpty();
                if (isMixed) {
                    findings.invalid(
                            at.child("nonResourceURLs"),
                            urls,
                            "rules cannot apply to both regular resources and non-resource URLs");
                }
                continue;
            }
            if (rule.path("apiGroups").isEmpty()) {
                findings.required(at.child("apiGroups"), "resource rules must supply at least one api group");
            }
            if (rule.path("resources").isEmpty()) {
                findings.required(at.child("resources"), "resource rules must supply at least one resource");
            }
        }
    }

    private static void aggregation(JsonNode aggregation, Findings findings) {
        if (!aggregation.isObject()) {
            return;
        }
        JsonNode selectors = aggregation.path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            findings.required(SELECTORS, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            SelectorRules.check(selectors.get(i), SELECTORS.index(i), findings);
        }
    }

    private static TableKind binding(String kind, boolean isNamespaced) {
        List<String> roles = isNamespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        return new TableKind(VERSION, kind)
                .named(Names.Rule.PATH_SEGMENT)
                .rule((binding, findings) -> {
                    JsonNode role = binding.path("roleRef");
                    if (!Trees.text(role, "apiGroup").equals(GROUP)) {
                        findings.notSupported(ROLE_REF.child("apiGroup"), Trees.text(role, "apiGroup"), List.of(GROUP));
                    }
                    if (!roles.contains(Trees.text(role, "kind"))) {
                        findings.notSupported(ROLE_REF.child("kind"), Trees.text(role, "kind"), roles);
                    }
                    String name = Trees.text(role, "name");
                    if (name.isEmpty()) {
                        findings.required(ROLE_REF.child("name"), "");
                    } else {
                        findings.invalidEach(ROLE_REF.child("name"), name, Names.pathSegment(name, false));
                    }
                    JsonNode subjects = binding.path("subjects");
                    for (int i = 0; i < subjects.size(); i++) {
                        subject(
                                subjects.get(i),
                                isNamespaced,
                                FieldPath.of("subjects").index(i),
                                findings);
                    }
                })
                .judgedAsNewBefore((binding, old, findings) -> {
                    TableKind.checkMetadataUpdate(binding, old, findings);
                    if (!Trees.isSame(binding.path("roleRef"), old.path("roleRef"))) {
                        String value = InternalForm.line(binding.path("roleRef"), List.of("APIGroup", "Kind", "Name"));
                        findings.invalidAs(ROLE_REF, value, "cannot change roleRef");
                    }
                });
    }

    private static void subject(JsonNode subject, boolean isNamespaced, FieldPath at, Findings findings) {
        String name = Trees.text(subject, "name");
        String group = Trees.text(subject, "apiGroup");
        if (name.isEmpty()) {
            findings.required(at.child("name"), "");
        }
        switch (Trees.text(subject, "kind")) {
            case "ServiceAccount" -> {
                if (!name.isEmpty()) {
                    findings.invalidEach(at.child("name"), name, Names.subdomain(name));
                }
                if (!group.isEmpty()) {
                    findings.notSupported(at.child("apiGroup"), group, List.of(""));
                }
                if (!isNamespaced && Trees.isUnset(subject, "namespace")) {
                    findings.required(at.child("namespace"), "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(GROUP)) {
                    findings.notSupported(at.child("apiGroup"), group, List.of(GROUP));
                }
            }
            default ->
                findings.notSupported(
                        at.child("kind"), Trees.text(subject, "kind"), List.of("ServiceAccount", "User", "Group"));
        }
    }
}
