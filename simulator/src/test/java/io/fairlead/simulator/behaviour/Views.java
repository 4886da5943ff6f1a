package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Cuts out of an answer what a step compares.
final class Views {
    private Views() {}

    static JsonNode of(JsonNode body, Step.View view) {
        JsonNode seen = body;
        if (!view.only().isEmpty()) {
            ObjectNode parts = JsonNodeFactory.instance.objectNode();
            for (String path : view.only()) {
                JsonNode part = at(body, path);
                parts.set(path, part.isMissingNode() ? JsonNodeFactory.instance.textNode("<missing>") : part);
            }
            seen = parts;
        }
        for (String path : view.ignore()) {
            JsonPointer pointer = JsonPointer.compile(path);
            if (seen.at(pointer.head()) instanceof ObjectNode parent) {
                String last = pointer.last().getMatchingProperty();
                if (parent.has(last)) {
                    parent.put(last, "<ignored>");
                }
            }
        }
        return seen;
    }

    /// A JSON pointer whose segments may also choose an item of a list: `/resources[name=pods]/verbs`.
    static JsonNode at(JsonNode body, String path) {
        JsonNode node = body;
        for (String segment : path.substring(1).split("/")) {
            int bracket = segment.indexOf('[');
            if (bracket < 0) {
                node = node.at("/" + segment);
            } else {
                int equals = segment.indexOf('=');
                String key = segment.substring(bracket + 1, equals);
                String value = segment.substring(equals + 1, segment.length() - 1);
                node = item(node.path(segment.substring(0, bracket)), key, value);
            }
        }
        return node;
    }

    private static JsonNode item(JsonNode list, String key, String value) {
        for (JsonNode each : list) {
            if (Views.at(each, "/" + key.replace('.', '/')).asText().equals(value)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }
}
