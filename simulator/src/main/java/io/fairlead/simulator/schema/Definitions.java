package io.fairlead.simulator.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The named types of one OpenAPI document.
final class Definitions {
    static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    static final String RAW_EXTENSION = "io.k8s.apimachinery.pkg.runtime.RawExtension";
    static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "#/components/schemas/";
    private static final String KINDS = "x-kubernetes-group-version-kind";

    private final ObjectNode types;
    private final Map<String, Schema> byKind = new LinkedHashMap<>();

    private Definitions(ObjectNode types) {
        this.types = types;
        for (Map.Entry<String, JsonNode> each : types.properties()) {
            JsonNode kinds = each.getValue().path(KINDS);
            // Types of many kinds (options, watch events) are no kinds of resources.
            if (kinds.size() == 1) {
                JsonNode kind = kinds.get(0);
                byKind.put(
                        key(
                                kind.path("group").asText(),
                                kind.path("version").asText(),
                                kind.path("kind").asText()),
                        new SchemaNode(this, each.getValue(), false, true));
            }
        }
    }

    /// Reads only the types, and those without their descriptions, which are most of a document.
    static Definitions parse(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            descend(parser, "components");
            descend(parser, "schemas");
            parser.nextToken();
            ObjectNode types = JSON.readTree(parser);
            dropDescriptions(types);
            return new Definitions(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Leaves the parser on the name of the field, inside the object that comes next.
    private static void descend(JsonParser parser, String field) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("an object was expected around " + field);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals(field)) {
                return;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        throw new IOException("no " + field);
    }

    static void dropDescriptions(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("description").isTextual()) {
            object.remove("description");
        }
        for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
            dropDescriptions(each.next());
        }
    }

    /// The name of the type that a schema refers to; empty where it is written out.
    static String reference(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        JsonNode all = schema.path("allOf");
        if (reference.isMissingNode() && all.size() == 1) {
            reference = all.get(0).path("$ref");
        }
        String path = reference.asText("");
        return path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    }

    JsonNode document(String name) {
        JsonNode found = types.path(name);
        return found.isMissingNode() ? JsonNodeFactory.instance.objectNode() : found;
    }

    Optional<Schema> kind(String group, String version, String kind) {
        return Optional.ofNullable(byKind.get(key(group, version, kind)));
    }

    private static String key(String group, String version, String kind) {
        return group + "/" + version + "/" + kind;
    }
}
