package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Reads what a kubelet has reported. Others may write into a status, too, so nothing in it is taken for granted.
final class Reported {
    private Reported() {}

    static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Whether one of the containers was ever started.
    static boolean hasInstance(JsonNode statuses) {
        for (JsonNode each : statuses) {
            if (each.has("containerID")) {
                return true;
            }
        }
        return false;
    }

    static boolean isTrue(JsonNode conditions, String type) {
        for (JsonNode each : conditions) {
            if (each.path("type").asText().equals(type)) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
