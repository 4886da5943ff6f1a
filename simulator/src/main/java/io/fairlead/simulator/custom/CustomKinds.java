package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;

/// Reads CustomResourceDefinitions.
public final class CustomKinds {
    private CustomKinds() {}

    /// What is wrong with a definition (structural schema rules, CEL that does not compile or costs too much,
    /// names).
    public static List<FieldError> defects(ObjectNode definition) {
        throw StatusException.notModelled("custom resource definitions");
    }

    /// @param definition without defects
    /// @param version one of `spec.versions[*].name`
    public static CustomKind of(ObjectNode definition, String version) {
        for (JsonNode each : definition.path("spec").path("versions")) {
            if (each.path("name").asText().equals(version)) {
                return new CustomSchema(
                        each,
                        definition.path("spec").path("preserveUnknownFields").asBoolean());
            }
        }
        throw new IllegalArgumentException("no version " + version + " in "
                + definition.at("/metadata/name").asText());
    }
}
