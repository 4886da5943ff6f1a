package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The recorded column definitions of the built-in kinds.
final class Columns {
    private static final String RECORDING = "columns.json";

    /// As kube-apiserver has them, `apps/v1/deployments` and so on.
    private static final JsonNode RECORDED = read();

    /// What a kind without a printer gets: name and creation time.
    private static final ArrayNode DEFAULT = (ArrayNode) recorded("v1/limitranges");

    static final ObjectNode NAME = (ObjectNode) DEFAULT.path(0);
    static final String CREATED_DESCRIPTION =
            DEFAULT.path(1).path("description").asText();

    private Columns() {}

    private static JsonNode read() {
        try (InputStream in = Columns.class.getResourceAsStream("/io/fairlead/simulator/table/" + RECORDING)) {
            if (in == null) {
                throw new IllegalStateException("the recording of columns is missing in the jar: " + RECORDING);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ArrayNode of(ResourceType type) {
        JsonNode recorded = recorded(type.apiVersion() + "/" + type.plural());
        return recorded instanceof ArrayNode columns ? columns : DEFAULT;
    }

    static ArrayNode ofDefault() {
        return DEFAULT;
    }

    private static JsonNode recorded(String key) {
        return RECORDED.path(key);
    }

    static ObjectNode define(String name, String type, String format, String description, int priority) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }
}
