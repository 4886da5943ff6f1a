package io.fairlead.simulator.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.server.Authorizer.Attributes;
import java.util.Map;

/// One rule of a role.
final class PolicyRule {
    private static final String ALL = "*";

    private PolicyRule() {}

    static boolean allows(JsonNode rule, Attributes asked) {
        return contains(rule.path("verbs"), asked.verb())
                && contains(rule.path("apiGroups"), asked.group())
                && covers(rule.path("resources"), asked)
                && isNamed(rule.path("resourceNames"), asked.name());
    }

    private static boolean contains(JsonNode list, String wanted) {
        for (JsonNode each : list) {
            if (each.asText().equals(ALL) || each.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(JsonNode resources, Attributes asked) {
        boolean isWhole = asked.subresource().isEmpty();
        String wanted = isWhole ? asked.resource() : asked.resource() + "/" + asked.subresource();
        for (JsonNode each : resources) {
            String resource = each.asText();
            boolean isEverywhere = !isWhole && resource.equals("*/" + asked.subresource());
            if (resource.equals(ALL) || resource.equals(wanted) || isEverywhere) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(JsonNode names, String wanted) {
        if (names.isEmpty()) {
            return true;
        }
        for (JsonNode each : names) {
            if (each.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a label selector chooses something with these labels.
    static boolean isSelected(JsonNode selector, JsonNode labels) {
        for (Map.Entry<String, JsonNode> each : selector.path("matchLabels").properties()) {
            if (!each.getValue().equals(labels.path(each.getKey()))) {
                return false;
            }
        }
        for (JsonNode each : selector.path("matchExpressions")) {
            JsonNode value = labels.path(each.path("key").asText());
            boolean isListed = contains(each.path("values"), value.asText());
            boolean holds = switch (each.path("operator").asText()) {
                case "In" -> value.isTextual() && isListed;
                case "NotIn" -> !value.isTextual() || !isListed;
                case "Exists" -> value.isTextual();
                case "DoesNotExist" -> !value.isTextual();
                default -> false;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
