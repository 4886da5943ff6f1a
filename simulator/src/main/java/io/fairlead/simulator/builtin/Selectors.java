package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// Whether a `LabelSelector` chooses something with these labels.
final class Selectors {
    private Selectors() {}

    /// An absent selector matches nothing, an empty one everything.
    static boolean matches(JsonNode selector, JsonNode labels) {
        if (!selector.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> each : selector.path("matchLabels").properties()) {
            if (!each.getValue().equals(labels.path(each.getKey()))) {
                return false;
            }
        }
        for (JsonNode requirement : selector.path("matchExpressions")) {
            if (!holds(requirement, labels.path(Trees.text(requirement, "key")))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode requirement, JsonNode value) {
        List<String> values = Trees.texts(requirement.path("values"));
        return switch (Trees.text(requirement, "operator")) {
            case "In" -> value.isTextual() && values.contains(value.textValue());
            case "NotIn" -> !value.isTextual() || !values.contains(value.textValue());
            case "Exists" -> value.isTextual();
            case "DoesNotExist" -> !value.isTextual();
            default -> false;
        };
    }
}
