package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.Types.Kind;
import io.fairlead.simulator.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object with an applied configuration merged in: nothing goes, leaves are taken from the configuration, items of
/// lists come in the live order where the configuration changes nothing about it, else in the configuration's.
final class Merging {
    private Merging() {}

    static JsonNode merge(JsonNode live, JsonNode applied, @Nullable Schema schema) {
        Kind kind = Types.kind(schema, applied);
        if (Types.kind(schema, live) != kind) {
            return applied;
        }
        return switch (kind) {
            case SCALAR -> applied;
            case LIST -> {
                ArrayNode left = Types.list(live);
                ArrayNode right = Types.list(applied);
                if (schema == null || Types.isAtomicList(schema) || left == null || left.isEmpty()) {
                    yield applied;
                }
                yield right == null || right.isEmpty() ? live : new Items(left, right, schema).merge();
            }
            case MAP -> {
                ObjectNode left = Types.map(live);
                ObjectNode right = Types.map(applied);
                if (Types.isAtomicMap(schema) || left == null || left.isEmpty()) {
                    yield applied;
                }
                yield right == null || right.isEmpty() ? live : mergeFields(left, right, schema);
            }
        };
    }

    private static JsonNode mergeFields(ObjectNode live, ObjectNode applied, @Nullable Schema schema) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merged.setAll(live);
        for (Map.Entry<String, JsonNode> each : applied.properties()) {
            JsonNode present = live.get(each.getKey());
            merged.set(
                    each.getKey(),
                    present == null
                            ? each.getValue()
                            : merge(present, each.getValue(), Types.field(schema, each.getKey())));
        }
        return merged;
    }

    /// One merge of two associative lists.
    private static final class Items {
        private final ArrayNode live;
        private final ArrayNode applied;
        private final @Nullable Schema itemSchema;
        private final List<Element> left = new ArrayList<>();
        private final List<Element> right = new ArrayList<>();
        private final Map<Element, @Nullable JsonNode> ofLive = new HashMap<>();
        private final Map<Element, JsonNode> ofApplied = new HashMap<>();
        private final Set<Element> done = new HashSet<>();
        private final Deque<Element> shared = new ArrayDeque<>();
        private final ArrayNode out;

        Items(ArrayNode live, ArrayNode applied, Schema list) {
            this.live = live;
            this.applied = applied;
            this.itemSchema = Types.items(list);
            for (JsonNode item : live) {
                Element element = Types.element(list, item);
                // Items that are there twice are not merged with, but replaced.
                ofLive.put(element, ofLive.containsKey(element) ? null : item);
                left.add(element);
            }
            for (JsonNode item : applied) {
                Element element = Types.element(list, item);
                ofApplied.put(element, item);
                right.add(element);
                if (ofLive.containsKey(element)) {
                    shared.add(element);
                }
            }
            this.out = JsonNodeFactory.instance.arrayNode(Math.max(left.size(), right.size()));
        }

        JsonNode merge() {
            int l = 0;
            int r = 0;
            @Nullable Element next = shared.poll();
            while (l < left.size() || r < right.size()) {
                if (l < left.size() && r < right.size()) {
                    if (left.get(l).equals(right.get(r))) {
                        take(right.get(r), r);
                        l++;
                        r++;
                        next = shared.poll();
                        continue;
                    }
                    if (ofApplied.containsKey(left.get(l)) && next != null && !next.equals(left.get(l))) {
                        // Shared, but not the next one in the order of the configuration.
                        l++;
                        continue;
                    }
                }
                if (l < left.size()) {
                    if (!ofApplied.containsKey(left.get(l))) {
                        out.add(live.get(l++));
                        continue;
                    }
                    if (done.contains(left.get(l))) {
                        l++;
                    }
                }
                if (r < right.size()) {
                    take(right.get(r), r);
                    if (right.get(r).equals(next)) {
                        next = shared.poll();
                    }
                    r++;
                }
            }
            return out;
        }

        private void take(Element element, int at) {
            done.add(element);
            JsonNode present = ofLive.get(element);
            JsonNode item = applied.get(at);
            out.add(present == null ? item : Merging.merge(present, item, itemSchema));
        }
    }
}
