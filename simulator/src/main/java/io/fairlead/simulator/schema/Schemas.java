package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.Optional;

/// Where schemas come from.
public final class Schemas {
    private Schemas() {}

    /// The schema of a built-in kind, from the recorded OpenAPI v3 documents of kube-apiserver.
    public static Optional<Schema> builtin(String group, String version, String kind) {
        throw StatusException.notModelled("the schema of " + kind + "." + version + "." + group);
    }

    /// The schema of one version of a CustomResourceDefinition.
    ///
    /// @param openApiV3Schema as in `spec.versions[*].schema.openAPIV3Schema`; `metadata` is filled in
    public static Schema custom(JsonNode openApiV3Schema) {
        throw StatusException.notModelled("schemas of custom resources");
    }
}
