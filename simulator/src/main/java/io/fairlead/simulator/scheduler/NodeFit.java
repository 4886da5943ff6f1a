package io.fairlead.simulator.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/// Whether a node has what a pod demands: schedulable, tolerated taints, node selector, required node affinity. (What
/// fits beside the pods that are there is [NodeLoad]'s.)
final class NodeFit {
    private NodeFit() {}

    /// @return why not; empty if it fits
    static String refusal(JsonNode pod, JsonNode node) {
        JsonNode spec = pod.path("spec");
        JsonNode labels = node.path("metadata").path("labels");
        if (node.path("spec").path("unschedulable").asBoolean(false) && !tolerates(spec, UNSCHEDULABLE, "", "")) {
            return "node(s) were unschedulable";
        }
        for (JsonNode taint : node.path("spec").path("taints")) {
            String effect = taint.path("effect").asText();
            boolean isHard = effect.equals("NoSchedule") || effect.equals("NoExecute");
            if (isHard
                    && !tolerates(
                            spec,
                            taint.path("key").asText(),
                            taint.path("value").asText(""),
                            effect)) {
                return "node(s) had untolerated taint {" + taint.path("key").asText() + ": "
                        + taint.path("value").asText("") + "}";
            }
        }
        for (var wanted : spec.path("nodeSelector").properties()) {
            if (!labels.path(wanted.getKey())
                    .asText("\0")
                    .equals(wanted.getValue().asText())) {
                return MISMATCH;
            }
        }
        JsonNode required = spec.path("affinity")
                .path("nodeAffinity")
                .path("requiredDuringSchedulingIgnoredDuringExecution")
                .path("nodeSelectorTerms");
        return required.isMissingNode() || matchesAny(required, node) ? "" : MISMATCH;
    }

    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    private static final String MISMATCH = "node(s) didn't match Pod's node affinity/selector";

    /// The sum of the weights of the preferred terms that the node matches.
    static int preference(JsonNode pod, JsonNode node) {
        int sum = 0;
        for (JsonNode term : pod.path("spec")
                .path("affinity")
                .path("nodeAffinity")
                .path("preferredDuringSchedulingIgnoredDuringExecution")) {
            if (matches(term.path("preference"), node)) {
                sum += term.path("weight").asInt();
            }
        }
        return sum;
    }

    private static boolean tolerates(JsonNode spec, String key, String value, String effect) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String ofEffect = toleration.path("effect").asText("");
            String ofKey = toleration.path("key").asText("");
            boolean isExists = toleration.path("operator").asText("Equal").equals("Exists");
            boolean isEffect = ofEffect.isEmpty() || effect.isEmpty() || ofEffect.equals(effect);
            boolean isKey = (ofKey.isEmpty() && isExists) || ofKey.equals(key);
            boolean isValue = isExists || toleration.path("value").asText("").equals(value);
            if (isEffect && isKey && isValue) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAny(JsonNode terms, JsonNode node) {
        for (JsonNode term : terms) {
            if (matches(term, node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(JsonNode term, JsonNode node) {
        JsonNode labels = node.path("metadata").path("labels");
        for (JsonNode expression : term.path("matchExpressions")) {
            if (!holds(expression, labels.path(expression.path("key").asText()))) {
                return false;
            }
        }
        for (JsonNode expression : term.path("matchFields")) {
            if (!holds(expression, node.path("metadata").path("name"))) {
                return false;
            }
        }
        return !term.path("matchExpressions").isEmpty()
                || !term.path("matchFields").isEmpty();
    }

    private static boolean holds(JsonNode expression, JsonNode value) {
        boolean isIn = false;
        for (JsonNode each : expression.path("values")) {
            isIn |= value.isTextual() && each.asText().equals(value.asText());
        }
        return switch (expression.path("operator").asText()) {
            case "In" -> isIn;
            case "NotIn" -> !isIn;
            case "Exists" -> value.isTextual();
            case "DoesNotExist" -> !value.isTextual();
            case "Gt" -> compare(value, expression) > 0;
            case "Lt" -> compare(value, expression) < 0;
            default -> false;
        };
    }

    private static int compare(JsonNode value, JsonNode expression) {
        try {
            BigInteger left = new BigInteger(value.asText(""));
            return left.compareTo(
                    new BigInteger(expression.path("values").path(0).asText("")));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
