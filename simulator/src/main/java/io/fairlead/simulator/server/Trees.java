package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small steps on JSON trees. Copies are as shallow as can be: below the level that is changed, trees are shared.
final class Trees {
    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// The same fields in a new object.
    static ObjectNode shallow(ObjectNode object) {
        ObjectNode copy = object();
        copy.setAll(object);
        return copy;
    }

    /// A copy without kind and version.
    static ObjectNode untyped(ObjectNode object) {
        ObjectNode copy = object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getKey().equals("kind") && !field.getKey().equals("apiVersion")) {
                copy.set(field.getKey(), field.getValue());
            }
        }
        return copy;
    }

    /// A copy whose metadata is new too.
    static ObjectNode withOwnMetadata(ObjectNode object) {
        ObjectNode copy = shallow(object);
        copy.set("metadata", object.get("metadata") instanceof ObjectNode metadata ? shallow(metadata) : object());
        return copy;
    }

    static ObjectNode withMetadata(ObjectNode object, String field, String value) {
        ObjectNode copy = withOwnMetadata(object);
        metadata(copy).put(field, value);
        return copy;
    }

    /// The metadata of an object that has some.
    static ObjectNode metadata(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            return metadata;
        }
        return object.putObject("metadata");
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || !value.isTextual() ? "" : value.textValue();
    }

    static String text(JsonNode node, String parent, String field) {
        JsonNode value = node.get(parent);
        return value == null ? "" : text(value, field);
    }

    /// Copies a field from one object to another, or removes it where the source has none.
    static void take(ObjectNode to, @Nullable ObjectNode from, String field) {
        JsonNode value = from == null ? null : from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    static long resourceVersion(JsonNode object) {
        String text = text(object, "metadata", "resourceVersion");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
