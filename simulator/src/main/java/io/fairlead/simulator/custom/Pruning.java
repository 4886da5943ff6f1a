package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Removes, in place, fields that the schema does not know, and nulls that it does not allow.
final class Pruning {
    private final FieldPath path = new FieldPath("");
    private final List<String> removed = new ArrayList<>();

    private Pruning() {}

    /// @param isResource apiVersion, kind and metadata are known at its root
    /// @return the paths of unknown fields, sorted
    static List<String> apply(JsonNode value, SchemaNode schema, boolean isResource) {
        Pruning pruning = new Pruning();
        pruning.prune(value, schema, isResource || schema.isEmbedded, schema.preservesUnknown);
        pruneNulls(value, schema);
        Collections.sort(pruning.removed);
        return pruning.removed;
    }

    private static boolean isMeta(String name) {
        return name.equals("apiVersion") || name.equals("kind") || name.equals("metadata");
    }

    private void prune(@Nullable SchemaNode schema, JsonNode value) {
        prune(value, schema, schema != null && schema.isEmbedded, schema != null && schema.preservesUnknown);
    }

    // A list that preserves unknown fields does so for its items, too.
    private void prune(JsonNode value, @Nullable SchemaNode schema, boolean isResource, boolean isPreserving) {
        if (value instanceof ObjectNode object) {
            pruneObject(object, schema, isResource, isPreserving);
        } else if (value.isArray()) {
            SchemaNode items = schema == null ? null : schema.items;
            if (isPreserving && items == null) {
                return;
            }
            for (int i = 0; i < value.size(); i++) {
                JsonNode item = value.get(i);
                if (item.isContainerNode()) {
                    path.index(i);
                    prune(
                            item,
                            items,
                            items != null && items.isEmbedded,
                            isPreserving || (items != null && items.preservesUnknown));
                    path.pop();
                }
            }
        }
    }

    private void pruneObject(ObjectNode object, @Nullable SchemaNode schema, boolean isResource, boolean isPreserving) {
        List<String> unknown = List.of();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            if (isResource && isMeta(name)) {
                continue;
            }
            SchemaNode field = schema == null ? null : schema.properties.get(name);
            if (field == null && (schema == null || !schema.hasAdditional)) {
                if (!isPreserving) {
                    unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
                    unknown.add(name);
                }
                continue;
            }
            JsonNode value = entry.getValue();
            if (value.isContainerNode()) {
                path.property(name);
                prune(field != null || schema == null ? field : schema.additional, value);
                path.pop();
            }
        }
        for (String name : unknown) {
            if (!path.isRoot() || !isMeta(name)) {
                path.property(name);
                removed.add(path.dotted());
                path.pop();
            }
            object.remove(name);
        }
    }

    /// A null where null is not allowed and no default stands in for it counts as absent.
    static void pruneNulls(JsonNode value, @Nullable SchemaNode schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            List<String> nulls = List.of();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                SchemaNode field = schema.field(entry.getKey());
                if (field == null) {
                    continue;
                }
                if (entry.getValue().isNull()) {
                    if (!field.isNullable && field.defaultValue == null) {
                        nulls = nulls.isEmpty() ? new ArrayList<>() : nulls;
                        nulls.add(entry.getKey());
                    }
                } else if (entry.getValue().isContainerNode()) {
                    pruneNulls(entry.getValue(), field);
                }
            }
            object.remove(nulls);
        } else if (value.isArray() && schema.items != null) {
            for (JsonNode item : value) {
                pruneNulls(item, schema.items);
            }
        }
    }
}
