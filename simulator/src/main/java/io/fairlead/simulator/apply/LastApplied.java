package io.fairlead.simulator.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import java.util.Map;
import java.util.TreeMap;

/// The annotation in which client-side `kubectl apply` remembers what it applied. Server-side apply by the manager
/// `kubectl` may take over what stands there unchanged, and keeps it up to date.
final class LastApplied {
    static final String KUBECTL = "kubectl";

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LastApplied() {}

    private static String of(JsonNode object) {
        return object.path("metadata").path("annotations").path(ANNOTATION).asText("");
    }

    /// Fields that were applied by the client and that nobody has changed since.
    static FieldSet untouched(Schema schema, JsonNode live, String apiVersion) {
        String written = of(live);
        if (written.isEmpty()) {
            return FieldSet.EMPTY;
        }
        try {
            JsonNode applied = JSON.readTree(written);
            if (!applied.path("apiVersion").asText("").equals(apiVersion)
                    || !Validation.check(schema, applied, false).isEmpty()
                    || !Validation.check(schema, live, false).isEmpty()) {
                return FieldSet.EMPTY;
            }
            Comparison comparison = Comparison.of(schema, applied, live);
            return Fields.of(schema, applied)
                    .difference(comparison.changed())
                    .difference(comparison.added())
                    .difference(comparison.removed());
        } catch (JsonProcessingException e) {
            return FieldSet.EMPTY;
        }
    }

    /// The result of an apply with the annotation, if it has one, brought up to date.
    static ObjectNode remembering(ObjectNode result, ObjectNode applied) {
        if (of(result).isEmpty()) {
            return result;
        }
        ObjectNode configuration = sorted(applied);
        JsonNode annotations = configuration.path("metadata").path("annotations");
        if (annotations instanceof ObjectNode own) {
            own.remove(ANNOTATION);
            if (own.isEmpty()) {
                ((ObjectNode) configuration.path("metadata")).remove("annotations");
            }
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(result);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.setAll((ObjectNode) result.path("metadata"));
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        changed.setAll((ObjectNode) metadata.path("annotations"));
        changed.put(ANNOTATION, escaped(configuration.toString()) + "\n");
        metadata.set("annotations", changed);
        copy.set("metadata", metadata);
        return copy;
    }

    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static ObjectNode sorted(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(each -> fields.put(each.getKey(), sortedValue(each.getValue())));
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(fields);
        return copy;
    }

    private static JsonNode sortedValue(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return sorted(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(sortedValue(item)));
            return copy;
        }
        return value;
    }
}
