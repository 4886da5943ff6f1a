package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where schemas come from. A group-version is read when it is first asked for, and kept.
public final class Schemas {
    private static final Map<String, Optional<Definitions>> READ = new ConcurrentHashMap<>();

    private Schemas() {}

    /// The schema of a built-in kind, from the recorded OpenAPI v3 documents of kube-apiserver.
    public static Optional<Schema> builtin(String group, String version, String kind) {
        String path = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return definitions(path).flatMap(found -> found.kind(group, version, kind));
    }

    private static Optional<Definitions> definitions(String path) {
        return READ.computeIfAbsent(
                path,
                key -> RecordedDocuments.bytes(RecordedDocuments.OPENAPI_INDEX + key)
                        .map(Definitions::parse));
    }

    /// The schema of one version of a CustomResourceDefinition.
    ///
    /// @param openApiV3Schema as in `spec.versions[*].schema.openAPIV3Schema`; `metadata` is filled in
    public static Schema custom(JsonNode openApiV3Schema) {
        ObjectNode document = openApiV3Schema.deepCopy();
        Definitions.dropDescriptions(document);
        nameEmbedded(document);
        nameObject(document);
        return new SchemaNode(definitions("/api/v1").orElseThrow(), document, false, false);
    }

    // As apiextensions' OpenAPI builder does it, below every `x-kubernetes-embedded-resource`.
    private static void nameEmbedded(JsonNode node) {
        for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
            nameEmbedded(each.next());
        }
        if (node instanceof ObjectNode object
                && object.path("x-kubernetes-embedded-resource").asBoolean(false)) {
            nameObject(object);
        }
    }

    private static void nameObject(ObjectNode schema) {
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        ObjectNode properties = schema.withObjectProperty("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", "#/components/schemas/" + Definitions.OBJECT_META);
    }
}
