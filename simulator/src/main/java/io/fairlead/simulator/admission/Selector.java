package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;

/// A label selector as it stands in a webhook's configuration.
///
/// @param node a LabelSelector; one that is missing or empty matches everything
record Selector(JsonNode node) {
    boolean isEmpty() {
        return node.path("matchLabels").isEmpty()
                && node.path("matchExpressions").isEmpty();
    }

    /// @param labels an object, or nothing
    boolean matches(JsonNode labels) {
        for (var entry : node.path("matchLabels").properties()) {
            if (!entry.getValue().asText().equals(labels.path(entry.getKey()).textValue())) {
                return false;
            }
        }
        for (JsonNode expression : node.path("matchExpressions")) {
            JsonNode value = labels.path(expression.path("key").asText());
            boolean isMatch = switch (expression.path("operator").asText()) {
                case "In" -> value.isTextual() && contains(expression.path("values"), value);
                case "NotIn" -> !value.isTextual() || !contains(expression.path("values"), value);
                case "Exists" -> value.isTextual();
                case "DoesNotExist" -> !value.isTextual();
                default -> false;
            };
            if (!isMatch) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
