package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldSet.Branch;
import io.fairlead.simulator.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which fields an object has, and objects without some fields.
final class Fields {
    private Fields() {}

    /// Every leaf and every item that a value mentions.
    static FieldSet of(Schema schema, JsonNode value) {
        Draft draft = new Draft();
        collect(value, schema, new ArrayList<>(), draft);
        return draft.done();
    }

    private static void collect(JsonNode value, @Nullable Schema schema, List<Element> path, Draft draft) {
        switch (Types.kind(schema, value)) {
            case SCALAR -> draft.insert(path);
            case LIST -> {
                if (schema == null || Types.isAtomicList(schema)) {
                    draft.insert(path);
                } else if (value instanceof ArrayNode items) {
                    collectItems(items, schema, path, draft);
                }
            }
            case MAP -> {
                if (Types.isAtomicMap(schema)) {
                    draft.insert(path);
                } else if (value instanceof ObjectNode object) {
                    collectFields(object, schema, path, draft);
                }
            }
        }
    }

    private static void collectFields(ObjectNode object, @Nullable Schema schema, List<Element> path, Draft draft) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            JsonNode value = each.getValue();
            path.add(Element.field(each.getKey()));
            collect(value, Types.field(schema, each.getKey()), path, draft);
            boolean isNothing = value.isNull() || (value.isObject() && value.isEmpty());
            if (isNothing || !Types.isNamed(schema, each.getKey())) {
                draft.insert(path);
            }
            path.removeLast();
        }
    }

    private static void collectItems(ArrayNode items, Schema list, List<Element> path, Draft draft) {
        Set<Element> seen = new LinkedHashSet<>();
        Set<Element> twice = new LinkedHashSet<>();
        for (JsonNode item : items) {
            Element element = Types.element(list, item);
            if (!seen.add(element)) {
                twice.add(element);
            }
        }
        for (JsonNode item : items) {
            Element element = Types.element(list, item);
            path.add(element);
            if (!twice.contains(element)) {
                collect(item, Types.items(list), path, draft);
            }
            draft.insert(path);
            path.removeLast();
        }
    }

    /// With the declared fields on the way to a member as members too.
    static FieldSet withNamed(FieldSet set, @Nullable Schema schema) {
        List<Branch> entries = new ArrayList<>();
        for (Branch entry : set.entries()) {
            Element element = entry.element();
            FieldSet below = entry.below();
            Schema deeper = null;
            if (element.isField()) {
                deeper = Types.field(schema, element.name());
            } else if (element.isKeyed()) {
                deeper = Types.items(schema);
            }
            boolean isNamed = below != null && element.isField() && Types.isNamed(schema, element.name());
            entries.add(
                    new Branch(element, entry.isMember() || isNamed, below == null ? null : withNamed(below, deeper)));
        }
        return FieldSet.of(entries);
    }

    /// A value without the members of a set. What has nothing left becomes null.
    static JsonNode without(JsonNode value, FieldSet gone, @Nullable Schema schema) {
        return switch (Types.kind(schema, value)) {
            case SCALAR -> value;
            case LIST -> {
                if (schema != null && !Types.isAtomicList(schema) && value instanceof ArrayNode items) {
                    yield withoutItems(items, gone, schema);
                }
                yield NullNode.instance;
            }
            case MAP -> {
                if (!Types.isAtomicMap(schema) && value instanceof ObjectNode object) {
                    yield withoutFields(object, gone, schema);
                }
                yield NullNode.instance;
            }
        };
    }

    private static JsonNode withoutFields(ObjectNode object, FieldSet gone, @Nullable Schema schema) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            Element element = Element.field(each.getKey());
            if (gone.hasMember(element)) {
                continue;
            }
            FieldSet below = gone.below(element);
            kept.set(
                    each.getKey(),
                    below.isEmpty()
                            ? each.getValue()
                            : without(each.getValue(), below, Types.field(schema, each.getKey())));
        }
        return kept.isEmpty() ? NullNode.instance : kept;
    }

    /// Takes out the fields that [#without] has made null, in place in what is new of it, unless they may be null.
    static void dropEmptied(JsonNode original, JsonNode result, @Nullable Schema schema) {
        if (original.equals(result)) {
            return;
        }
        if (original instanceof ObjectNode before && result instanceof ObjectNode after) {
            for (String name : List.copyOf(after.properties()).stream()
                    .map(Map.Entry::getKey)
                    .toList()) {
                Schema field = Types.field(schema, name);
                boolean isEmptied =
                        after.path(name).isNull() && !before.path(name).isNull();
                if (isEmptied
                        && !(field != null && field.document().path("nullable").asBoolean(false))) {
                    after.remove(name);
                } else {
                    dropEmptied(before.path(name), after.path(name), field);
                }
            }
        }
    }

    private static JsonNode withoutItems(ArrayNode items, FieldSet gone, Schema list) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode(items.size());
        for (JsonNode item : items) {
            Element element = Types.element(list, item);
            if (gone.hasMember(element)) {
                continue;
            }
            FieldSet below = gone.below(element);
            kept.add(below.isEmpty() ? item : without(item, below, Types.items(list)));
        }
        return kept.isEmpty() ? NullNode.instance : kept;
    }
}
