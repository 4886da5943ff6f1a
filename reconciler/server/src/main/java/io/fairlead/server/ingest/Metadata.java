package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Reads the parts of `metadata` that every kind has.
final class Metadata {
    private static final String GROUP = "apps.kruise.io";

    private Metadata() {}

    /// The uid of the controlling owner where that is a workload kind of ours; the version is no part of the
    /// comparison, as one object is served in several (kruise: every owner check compares group and kind).
    static Optional<String> controllerUid(JsonNode object, String kind) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()
                    && owner.path("kind").asText().equals(kind)
                    && group(owner.path("apiVersion").asText()).equals(GROUP)) {
                return Optional.of(owner.path("uid").asText());
            }
        }
        return Optional.empty();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /// A time as the server writes it, or nothing where it is absent or no time.
    static Optional<Instant> time(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(node.textValue()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
