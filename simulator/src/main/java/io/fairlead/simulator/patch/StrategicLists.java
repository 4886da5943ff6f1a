package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strategic merge patch of lists. The order of the result is kubectl's business: items that the patch names come in
/// its order, the others keep theirs, both are woven by the order of the live list.
final class StrategicLists {
    private StrategicLists() {}

    static JsonNode merge(ArrayNode live, ArrayNode patch, @Nullable Schema field, boolean isDeletion) {
        if (!isDeletion && (field == null || !field.patchStrategies().contains("merge"))) {
            return patch;
        }
        if (live.isEmpty() && patch.isEmpty()) {
            return live;
        }
        String key = key(field);
        boolean areObjects = areObjects(live, patch);
        List<JsonNode> merged;
        List<JsonNode> before;
        List<JsonNode> changes;
        if (areObjects) {
            if (key.isEmpty()) {
                throw PatchErrors.internal("cannot merge lists without merge key for struct");
            }
            before = new ArrayList<>(list(live));
            changes = new ArrayList<>();
            if (special(before, patch, key, changes)) {
                before = changes;
                changes = List.of();
            }
            merged = mergeObjects(before, changes, key, field);
        } else {
            before = list(live);
            changes = list(patch);
            if (isDeletion) {
                return deleteAll(live, patch);
            }
            Set<JsonNode> all = new LinkedHashSet<>(before);
            all.addAll(changes);
            merged = List.copyOf(all);
        }
        return array(weave(merged, changes, before, key));
    }

    private static String key(@Nullable Schema field) {
        return field == null ? "" : field.patchMergeKey().orElse("");
    }

    private static boolean areObjects(JsonNode live, JsonNode patch) {
        Boolean areObjects = null;
        for (JsonNode list : List.of(live, patch)) {
            for (JsonNode item : list) {
                if (areObjects != null && areObjects != item.isObject()) {
                    throw PatchErrors.internal("list element types are not identical: [" + PatchErrors.print(live) + " "
                            + PatchErrors.print(patch) + "]");
                }
                areObjects = item.isObject();
            }
        }
        return areObjects != null && areObjects;
    }

    private static JsonNode deleteAll(ArrayNode live, ArrayNode patch) {
        Set<JsonNode> gone = new LinkedHashSet<>(list(patch));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        live.forEach(item -> {
            if (!gone.contains(item)) {
                kept.add(item);
            }
        });
        return kept;
    }

    /// Carries out the items that are directives.
    ///
    /// @param before loses what is deleted
    /// @param changes gets the items that are none
    /// @return whether the list is replaced
    private static boolean special(List<JsonNode> before, ArrayNode patch, String key, List<JsonNode> changes) {
        boolean isReplaced = false;
        for (JsonNode item : patch) {
            JsonNode directive = item.get(StrategicPatch.PATCH);
            if (directive == null) {
                changes.add(item);
                continue;
            }
            switch (directive.asText()) {
                case "delete" -> {
                    JsonNode value = item.get(key);
                    if (value == null) {
                        throw PatchErrors.noMergeKey(item, key);
                    }
                    before.removeIf(each -> value.equals(each.get(key)));
                }
                case "replace" -> isReplaced = true;
                case "merge" -> throw PatchErrors.internal("merging lists cannot yet be specified in the patch");
                default -> throw PatchErrors.badDirective(directive, item);
            }
        }
        return isReplaced;
    }

    private static List<JsonNode> mergeObjects(
            List<JsonNode> before, List<JsonNode> changes, String key, @Nullable Schema field) {
        List<JsonNode> merged = new ArrayList<>(before);
        @Nullable Schema items = field == null ? null : field.items().orElse(null);
        for (JsonNode change : changes) {
            JsonNode value = change.get(key);
            if (value == null) {
                throw PatchErrors.noMergeKey(change, key);
            }
            int at = find(merged, key, value);
            if (at < 0) {
                merged.add(change);
            } else {
                merged.set(at, StrategicPatch.merge((ObjectNode) merged.get(at), (ObjectNode) change, items));
            }
        }
        return merged;
    }

    private static int find(List<JsonNode> items, String key, JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (value.equals(items.get(i).get(key))) {
                return i;
            }
        }
        return -1;
    }

    /// A patch must name the items that it changes in the order that it asks for.
    static void checkOrder(JsonNode patch, ArrayNode order, @Nullable Schema field) {
        String key = key(field);
        List<JsonNode> named = list(patch).stream()
                .filter(item -> !item.has(StrategicPatch.PATCH))
                .toList();
        if (named.isEmpty() || order.isEmpty()) {
            return;
        }
        int at = 0;
        for (int i = 0; i < order.size() && at < named.size(); i++) {
            if (identity(named.get(at), key).equals(identity(order.get(i), key))) {
                at++;
            }
        }
        if (at < named.size()) {
            throw PatchErrors.internal("The order in patch list:\n" + PatchErrors.print(patch)
                    + "\n doesn't match $setElementOrder list:\n" + PatchErrors.print(order) + "\n");
        }
    }

    /// The list in the order that a `$setElementOrder` asks for; empty where there is none to order.
    ///
    /// @param live missing where there is no list
    /// @param patch missing where the patch has none
    static Optional<JsonNode> ordered(JsonNode live, JsonNode patch, ArrayNode order, @Nullable Schema field) {
        JsonNode merged;
        if (live instanceof ArrayNode left) {
            merged = patch instanceof ArrayNode right ? merge(left, right, field, false) : left;
        } else if (patch.isArray()) {
            merged = StrategicPatch.withoutDirectives(patch).orElseThrow();
        } else {
            return Optional.empty();
        }
        return Optional.of(array(weave(list(merged), list(order), list(live), key(field))));
    }

    /// Splits the items into those of the patch and the others, sorts either by its order, and weaves them by the
    /// order of the live list.
    private static List<JsonNode> weave(
            List<JsonNode> merged, List<JsonNode> patchOrder, List<JsonNode> liveOrder, String key) {
        Map<JsonNode, Integer> inPatch = positions(patchOrder, key);
        Map<JsonNode, Integer> inLive = positions(liveOrder, key);
        List<JsonNode> ofPatch = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode item : merged) {
            (inPatch.containsKey(identity(item, key)) ? ofPatch : others).add(item);
        }
        sort(ofPatch, inPatch, key);
        sort(others, inLive, key);
        List<JsonNode> woven = new ArrayList<>(merged.size());
        int i = 0;
        int j = 0;
        while (i < others.size() || j < ofPatch.size()) {
            if (j == ofPatch.size() || (i < others.size() && precedes(others.get(i), ofPatch.get(j), inLive, key))) {
                woven.add(others.get(i++));
            } else {
                woven.add(ofPatch.get(j++));
            }
        }
        return woven;
    }

    private static boolean precedes(JsonNode left, JsonNode right, Map<JsonNode, Integer> order, String key) {
        Integer a = order.get(identity(left, key));
        Integer b = order.get(identity(right, key));
        return a != null && b != null && a < b;
    }

    private static Map<JsonNode, Integer> positions(List<JsonNode> order, String key) {
        Map<JsonNode, Integer> positions = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            positions.putIfAbsent(identity(order.get(i), key), i);
        }
        return positions;
    }

    private static void sort(List<JsonNode> items, Map<JsonNode, Integer> order, String key) {
        items.sort((left, right) -> Integer.compare(
                order.getOrDefault(identity(left, key), -1), order.getOrDefault(identity(right, key), -1)));
    }

    private static JsonNode identity(JsonNode item, String key) {
        if (key.isEmpty()) {
            return item;
        }
        if (!item.isObject()) {
            throw PatchErrors.badType("map[string]interface {}", item);
        }
        JsonNode value = item.get(key);
        if (value == null) {
            throw PatchErrors.noMergeKey(item, key);
        }
        return value;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>(array.size());
        array.forEach(items::add);
        return items;
    }

    private static ArrayNode array(List<JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode(items.size()).addAll(items);
    }
}
