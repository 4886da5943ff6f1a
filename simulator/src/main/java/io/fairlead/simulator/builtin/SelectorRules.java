package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;

/// Validation of label selectors.
final class SelectorRules {
    private SelectorRules() {}

    /// A `LabelSelector`; absent is fine.
    static void check(JsonNode selector, FieldPath path, Findings findings) {
        ObjectMetaRules.labels(selector.path("matchLabels"), path.child("matchLabels"), findings);
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            requirement(expressions.get(i), path.child("matchExpressions").index(i), findings);
        }
    }

    private static void requirement(JsonNode requirement, FieldPath path, Findings findings) {
        JsonNode values = requirement.path("values");
        String operator = Trees.text(requirement, "operator");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    findings.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    findings.forbidden(
                            path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> findings.invalid(path.child("operator"), operator, "not a valid selector operator");
        }
        String key = Trees.text(requirement, "key");
        findings.invalidEach(path.child("key"), key, Names.qualified(key));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asText("");
            findings.invalidEach(path.child("values").index(i), value, Names.labelValue(value));
        }
    }

    static boolean isEmpty(JsonNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }
}
