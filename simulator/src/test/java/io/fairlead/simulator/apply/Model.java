package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement.Writer;
import io.fairlead.simulator.apply.History.Request;
import io.fairlead.simulator.apply.History.Verb;
import io.fairlead.simulator.patch.Patches;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schema.Shape;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the functions under test make of a request, with as much of an API server around them as that takes.
final class Model {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Subject subject;

    Model(Subject subject) {
        this.subject = subject;
    }

    ObjectNode result(@Nullable ObjectNode live, Request request, Instant now) {
        String apiVersion = subject.base("x").path("apiVersion").asText();
        Writer writer = new Writer(request.manager(), request.subresource(), apiVersion);
        Schema schema = subject.schema();
        ObjectNode result;
        if (request.verb() == Verb.APPLY) {
            result = FieldManagement.apply(schema, live, (ObjectNode) request.body(), writer, request.isForced(), now);
            result = decoded(result);
        } else {
            ObjectNode after = decoded(changed(live, request));
            result = FieldManagement.update(schema, live, after, writer, now);
        }
        result = prepared(live, result, request.subresource());
        return live == null ? result : FieldManagement.settle(live, result);
    }

    private ObjectNode changed(@Nullable ObjectNode live, Request request) {
        return switch (request.verb()) {
            case CREATE, PUT, APPLY -> (ObjectNode) request.body();
            case MERGE -> Patches.merge(present(live), request.body());
            case JSON -> Patches.json(present(live), request.body());
            case STRATEGIC -> Patches.strategic(subject.schema(), present(live), request.body());
        };
    }

    private static ObjectNode present(@Nullable ObjectNode live) {
        return java.util.Objects.requireNonNull(live);
    }

    private ObjectNode decoded(ObjectNode object) {
        ObjectNode decoded = (ObjectNode) decode(object, subject.schema());
        subject.fill(decoded);
        return decoded;
    }

    /// As a Go type reads and prints it; what is no Go type is kept as it is.
    @SuppressWarnings("NullAway")
    private static JsonNode decode(JsonNode value, @Nullable Schema schema) {
        if (schema == null || (value.isContainerNode() && value.isEmpty())) {
            return value.deepCopy();
        }
        if (value.isArray()) {
            var items = NODES.arrayNode();
            value.forEach(item -> items.add(decode(item, schema.items().orElse(null))));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode decoded = NODES.objectNode();
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            Schema field = Types.field(schema, each.getKey());
            if (field != null
                    && schema.isTyped()
                    && !each.getKey().equals("managedFields")
                    && isNothing(each.getValue(), field)) {
                continue;
            }
            decoded.set(each.getKey(), decode(each.getValue(), field));
        }
        return decoded;
    }

    private static boolean isNothing(JsonNode value, Schema field) {
        boolean isOmitted = field.shape() == Shape.LIST || field.shape() == Shape.MAP;
        return value.isNull() || (isOmitted && value.isContainerNode() && value.isEmpty());
    }

    /// As the strategy of the kind does it.
    private ObjectNode prepared(@Nullable ObjectNode live, ObjectNode object, String subresource) {
        ObjectNode prepared = NODES.objectNode();
        prepared.setAll(object);
        if (subresource.equals("status")) {
            ObjectNode status = NODES.objectNode();
            status.setAll(present(live));
            status.set("status", object.path("status"));
            if (!object.has("status")) {
                status.remove("status");
            }
            if (subject.isCustom()) {
                // Of a custom resource, all metadata but managedFields is kept too.
                ObjectNode metadata = present(live).path("metadata").deepCopy();
                metadata.remove("managedFields");
                if (object.path("metadata").has("managedFields")) {
                    metadata.set("managedFields", object.path("metadata").path("managedFields"));
                }
                status.set("metadata", metadata);
            } else {
                status.set("metadata", metadataOfStatus(present(live), object));
            }
            return status;
        }
        if (live != null && live.has("status")) {
            prepared.set("status", live.get("status"));
        } else {
            prepared.remove("status");
        }
        return prepared;
    }

    /// Deployments keep their labels.
    private static ObjectNode metadataOfStatus(ObjectNode live, ObjectNode object) {
        ObjectNode metadata = object.path("metadata").deepCopy();
        if (object.path("kind").asText().equals("Deployment")) {
            metadata.remove("labels");
            if (live.path("metadata").has("labels")) {
                metadata.set("labels", live.path("metadata").get("labels"));
            }
        }
        return metadata;
    }
}
