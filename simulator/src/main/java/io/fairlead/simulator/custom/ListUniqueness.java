package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lists of type set have each item once, lists of type map each key.
final class ListUniqueness {
    private final FieldPath path = new FieldPath("");
    private final List<FieldError> errors = new ArrayList<>();

    private ListUniqueness() {}

    static List<FieldError> check(JsonNode value, SchemaNode schema) {
        if (!schema.hasUniqueLists) {
            return List.of();
        }
        ListUniqueness walk = new ListUniqueness();
        walk.visit(value, schema);
        return walk.errors;
    }

    private void visit(JsonNode value, SchemaNode schema) {
        if (!schema.hasUniqueLists) {
            return;
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                SchemaNode declared = schema.properties.get(entry.getKey());
                if (declared != null) {
                    path.property(entry.getKey());
                    visit(entry.getValue(), declared);
                    path.pop();
                } else if (schema.additional != null) {
                    path.key(entry.getKey());
                    visit(entry.getValue(), schema.additional);
                    path.pop();
                }
            }
        } else if (value.isArray()) {
            if (schema.listType.equals("set")) {
                duplicates(value, value);
            } else if (schema.listType.equals("map")) {
                map(value, schema);
            }
            for (int i = 0; i < value.size() && schema.items != null; i++) {
                path.index(i);
                visit(value.get(i), schema.items);
                path.pop();
            }
        }
    }

    private void map(JsonNode list, SchemaNode schema) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject() && !list.get(i).isNull()) {
                add(
                        i,
                        FieldError.Type.INVALID,
                        GoText.value(list.get(i)),
                        "must be an object for an array of list-type map");
                return;
            }
        }
        if (list.size() <= 1) {
            return;
        }
        var keys = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode item : list) {
            ObjectNode key = keys.addObject();
            for (String name : schema.listMapKeys) {
                if (item.has(name)) {
                    key.set(name, item.get(name));
                }
            }
        }
        duplicates(keys, keys);
    }

    // Each duplicate is reported once, where it occurs for the second time.
    private void duplicates(JsonNode list, JsonNode shown) {
        if (list.size() <= 1) {
            return;
        }
        Map<Object, Integer> seen = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            Object identity = item.isTextual() ? item.textValue() : List.of(GoText.json(item), item.isIntegralNumber());
            if (seen.merge(identity, 1, Integer::sum) == 2) {
                add(i, FieldError.Type.DUPLICATE, GoText.value(shown.get(i)), "");
            }
        }
    }

    private void add(int index, FieldError.Type type, String value, String detail) {
        path.index(index);
        errors.add(new FieldError(type, path.field(), value, detail));
        path.pop();
    }
}
