package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what the `scale` subresource reads: replicas are 32-bit numbers of at least 0.
///
/// @param specReplicas path with a leading dot; empty without a scale subresource
record ScaleCheck(String specReplicas, String statusReplicas, String labelSelector) {
    static ScaleCheck of(JsonNode subresources) {
        JsonNode scale = subresources.path("scale");
        return new ScaleCheck(
                scale.path("specReplicasPath").asText(),
                scale.path("statusReplicasPath").asText(),
                scale.path("labelSelectorPath").asText());
    }

    void checkSpec(JsonNode object, List<FieldError> errors) {
        checkReplicas(object, specReplicas, errors);
    }

    void checkStatus(JsonNode object, List<FieldError> errors) {
        checkReplicas(object, statusReplicas, errors);
        if (!labelSelector.isEmpty()) {
            JsonNode value = at(object, labelSelector, "\"\"", errors);
            if (value != null && !value.isTextual()) {
                errors.add(accessor(labelSelector, labelSelector, "\"\"", value, "string"));
            }
        }
    }

    private static void checkReplicas(JsonNode object, String path, List<FieldError> errors) {
        JsonNode value = path.isEmpty() ? null : at(object, path, "0", errors);
        if (value == null) {
            return;
        }
        if (!value.isInt() && !value.isLong()) {
            errors.add(accessor(path, path, "0", value, "int64"));
        } else if (value.longValue() < 0) {
            errors.add(
                    new FieldError(FieldError.Type.INVALID, path, value.asText(), "should be a non-negative integer"));
        } else if (value.longValue() > Integer.MAX_VALUE) {
            errors.add(new FieldError(
                    FieldError.Type.INVALID,
                    path,
                    value.asText(),
                    "should be less than or equal to " + Integer.MAX_VALUE));
        }
    }

    // Null where there is nothing, or where the way there is no object, which is an error.
    private static @Nullable JsonNode at(JsonNode object, String path, String zero, List<FieldError> errors) {
        JsonNode node = object;
        StringBuilder walked = new StringBuilder();
        for (String name : path.substring(1).split("\\.", -1)) {
            walked.append('.').append(name);
            if (node.isNull()) {
                return null;
            }
            if (!node.isObject()) {
                errors.add(accessor(path, walked.toString(), zero, node, "map[string]interface{}"));
                return null;
            }
            JsonNode next = node.get(name);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private static FieldError accessor(String field, String path, String zero, JsonNode value, String expected) {
        return new FieldError(
                FieldError.Type.INVALID,
                field,
                zero,
                path + " accessor error: " + GoText.plain(value) + " is of the type " + GoText.type(value)
                        + ", expected " + expected);
    }
}
