package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Validation of where a pod may run: affinity, tolerations, spread.
final class SchedulingRules {
    static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final List<String> SPREAD_ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final List<String> TAINT = List.of("Key", "Value", "Effect", "*TimeAdded");
    private static final int WEIGHT_MAX = 100;

    private SchedulingRules() {}

    static void affinity(JsonNode affinity, FieldPath path, Findings findings) {
        JsonNode node = affinity.path("nodeAffinity");
        FieldPath nodePath = path.child("nodeAffinity");
        if (Trees.has(node, REQUIRED)) {
            nodeSelector(node.get(REQUIRED), nodePath.child(REQUIRED), findings);
        }
        JsonNode preferred = node.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            FieldPath at = nodePath.child(PREFERRED).index(i);
            weight(preferred.get(i), at, findings);
            nodeTerm(preferred.get(i).path("preference"), false, at.child("preference"), findings);
        }
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode pods = affinity.path(kind);
            for (int i = 0; i < pods.path(REQUIRED).size(); i++) {
                podTerm(pods.path(REQUIRED).get(i), path.child(kind, REQUIRED).index(i), findings);
            }
            for (int i = 0; i < pods.path(PREFERRED).size(); i++) {
                FieldPath at = path.child(kind, PREFERRED).index(i);
                weight(pods.path(PREFERRED).get(i), at, findings);
                podTerm(pods.path(PREFERRED).get(i).path("podAffinityTerm"), at.child("podAffinityTerm"), findings);
            }
        }
    }

    private static void weight(JsonNode term, FieldPath at, Findings findings) {
        long weight = Trees.number(term, "weight");
        if (weight <= 0 || weight > WEIGHT_MAX) {
            findings.invalid(at.child("weight"), weight, "must be in the range 1-100");
        }
    }

    private static void podTerm(JsonNode term, FieldPath at, Findings findings) {
        SelectorRules.check(term.path("labelSelector"), at.child("labelSelector"), findings);
        SelectorRules.check(term.path("namespaceSelector"), at.child("namespaceSelector"), findings);
        for (JsonNode namespace : term.path("namespaces")) {
            findings.invalidEach(at.child("namespace"), namespace.asText(), Names.label(namespace.asText()));
        }
        String key = Trees.text(term, "topologyKey");
        if (key.isEmpty()) {
            findings.required(at.child("topologyKey"), "can not be empty");
        }
        findings.invalidEach(at.child("topologyKey"), key, Names.qualified(key));
    }

    /// A selector of nodes, by labels and names.
    static void nodeSelector(JsonNode selector, FieldPath path, Findings findings) {
        JsonNode terms = selector.path("nodeSelectorTerms");
        if (terms.isEmpty()) {
            findings.required(path.child("nodeSelectorTerms"), "must have at least one node selector term");
        }
        for (int i = 0; i < terms.size(); i++) {
            nodeTerm(terms.get(i), true, path.child("nodeSelectorTerms").index(i), findings);
        }
    }

    private static void nodeTerm(JsonNode term, boolean hasValidValues, FieldPath path, Findings findings) {
        JsonNode expressions = term.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            requirement(
                    expressions.get(i),
                    hasValidValues,
                    path.child("matchExpressions").index(i),
                    findings);
        }
    }

    private static void requirement(JsonNode requirement, boolean hasValidValues, FieldPath at, Findings findings) {
        JsonNode values = requirement.path("values");
        String operator = Trees.text(requirement, "operator");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    findings.required(at.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    findings.forbidden(
                            at.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.size() != 1) {
                    findings.required(
                            at.child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> findings.invalid(at.child("operator"), operator, "not a valid selector operator");
        }
        String key = Trees.text(requirement, "key");
        findings.invalidEach(at.child("key"), key, Names.qualified(key));
        for (int i = 0; hasValidValues && i < values.size(); i++) {
            String value = values.get(i).asText();
            findings.invalidEach(at.child("values").index(i), value, Names.labelValue(value));
        }
    }

    static void tolerations(JsonNode tolerations, FieldPath path, Findings findings) {
        for (int i = 0; i < tolerations.size(); i++) {
            JsonNode toleration = tolerations.get(i);
            FieldPath at = path.index(i);
            String key = Trees.text(toleration, "key");
            String operator = Trees.text(toleration, "operator");
            String value = Trees.text(toleration, "value");
            String effect = Trees.text(toleration, "effect");
            if (!key.isEmpty()) {
                findings.invalidEach(at.child("key"), key, Names.qualified(key));
            } else if (!operator.equals("Exists")) {
                findings.invalid(
                        at.child("operator"),
                        operator,
                        "operator must be Exists when `key` is empty, which "
                                + "means \"match all values and all keys\"");
            }
            if (Trees.has(toleration, "tolerationSeconds") && !effect.equals("NoExecute")) {
                findings.invalid(
                        at.child("effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            operator(operator, value, at.child("operator"), findings);
            if (!effect.isEmpty() && !EFFECTS.contains(effect)) {
                findings.notSupported(at.child("effect"), effect, EFFECTS);
            }
        }
    }

    private static void operator(String operator, String value, FieldPath at, Findings findings) {
        switch (operator) {
            case "", "Equal" -> {
                List<String> wrong = Names.labelValue(value);
                if (!wrong.isEmpty()) {
                    findings.invalid(at, value, String.join(";", wrong));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    findings.invalid(at, value, "value must be empty when `operator` is 'Exists'");
                }
            }
            case "Lt", "Gt" -> findings.notSupported(at, operator, List.of("Equal", "Exists", "Lt", "Gt"));
            default -> findings.notSupported(at, operator, List.of("Equal", "Exists"));
        }
    }

    static void spread(JsonNode constraints, FieldPath path, Findings findings) {
        for (int i = 0; i < constraints.size(); i++) {
            JsonNode constraint = constraints.get(i);
            FieldPath at = path.index(i);
            long skew = Trees.number(constraint, "maxSkew");
            if (skew <= 0) {
                findings.invalid(at.child("maxSkew"), skew, "must be greater than zero");
            }
            String key = Trees.text(constraint, "topologyKey");
            if (key.isEmpty()) {
                findings.required(at.child("topologyKey"), "can not be empty");
            }
            String action = Trees.text(constraint, "whenUnsatisfiable");
            if (!SPREAD_ACTIONS.contains(action)) {
                findings.notSupported(at.child("whenUnsatisfiable"), action, SPREAD_ACTIONS);
            }
            for (int j = i + 1; j < constraints.size(); j++) {
                boolean isSame = key.equals(Trees.text(constraints.get(j), "topologyKey"))
                        && action.equals(Trees.text(constraints.get(j), "whenUnsatisfiable"));
                if (isSame) {
                    findings.duplicate(at.child("{topologyKey, whenUnsatisfiable}"), "{" + key + ", " + action + "}");
                    break;
                }
            }
            SelectorRules.check(constraint.path("labelSelector"), at.child("labelSelector"), findings);
        }
    }

    /// A node's taints.
    static void taints(JsonNode taints, FieldPath path, Findings findings) {
        java.util.Set<String> seen = new java.util.HashSet<>();
        for (int i = 0; i < taints.size(); i++) {
            JsonNode taint = taints.get(i);
            FieldPath at = path.index(i);
            String key = Trees.text(taint, "key");
            findings.invalidEach(at.child("key"), key, Names.qualified(key));
            String value = Trees.text(taint, "value");
            List<String> wrong = Names.labelValue(value);
            if (!wrong.isEmpty()) {
                findings.invalid(at.child("value"), value, String.join(";", wrong));
            }
            String effect = Trees.text(taint, "effect");
            findings.oneOf(at.child("effect"), effect, EFFECTS);
            if (!seen.add(effect + " " + key)) {
                findings.duplicateAs(
                        at, InternalForm.line(taint, TAINT), "taints must be unique by key and effect pair");
            }
        }
    }
}
