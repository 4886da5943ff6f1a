package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RFC 6902 as github.com/evanphx/json-patch v4 does it: a missing key tests equal to null, `replace` of a missing key
/// adds it, indices may be negative, and a path need not begin with a slash.
final class JsonPatch {
    /// Operations in one patch.
    static final int OPERATIONS_MAX = 10_000;

    private static final List<String> FIELDS = List.of("op", "path", "from", "value");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Containers that this patch has made and so may change.
    private final Set<JsonNode> owned = Collections.newSetFromMap(new IdentityHashMap<>());

    private JsonNode root;

    private JsonPatch(JsonNode root) {
        this.root = root;
    }

    static ObjectNode apply(ObjectNode live, JsonNode patch, boolean isLenient) {
        try {
            check(patch, isLenient);
            return applyPlainly(live, patch);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        } catch (Patches.Inapplicable e) {
            // Why is not told.
            throw PatchErrors.unprocessable();
        }
    }

    /// @throws IllegalArgumentException if it is no list of operations
    static ObjectNode applyPlainly(ObjectNode live, JsonNode patch) {
        mustBeList(patch, "", "jsonpatch.Patch", "jsonpatch.Operation");
        if (patch.size() > OPERATIONS_MAX) {
            throw PatchErrors.tooManyOperations(OPERATIONS_MAX, patch.size());
        }
        JsonPatch work = new JsonPatch(live);
        for (JsonNode operation : patch) {
            work.apply(operation);
        }
        if (work.root instanceof ObjectNode object) {
            return object;
        }
        throw new Patches.Inapplicable("the result is no object");
    }

    private static void mustBeList(JsonNode patch, String prefix, String list, String item) {
        if (!patch.isArray() && !patch.isNull()) {
            throw new IllegalArgumentException(prefix + unmarshalling(patch) + "Go value of type " + list);
        }
        for (JsonNode operation : patch) {
            if (!operation.isObject() && !operation.isNull()) {
                throw new IllegalArgumentException(prefix + unmarshalling(operation) + "Go value of type " + item);
            }
        }
    }

    private static String unmarshalling(JsonNode node) {
        return "json: cannot unmarshal " + PatchErrors.jsonType(node) + " into ";
    }

    /// The server reads a patch twice: first to judge it.
    private static void check(JsonNode patch, boolean isLenient) {
        if (isLenient) {
            return;
        }
        String prefix = "error decoding patch: ";
        mustBeList(patch, prefix, "[]handlers.jsonPatchOp", "handlers.jsonPatchOp");
        for (JsonNode operation : patch) {
            for (String field : List.of("op", "path", "from")) {
                JsonNode value = operation.path(field);
                if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
                    throw new IllegalArgumentException(
                            prefix + unmarshalling(value) + "Go struct field jsonPatchOp." + field + " of type string");
                }
            }
        }
    }

    static List<String> oddities(JsonNode patch) {
        List<String> odd = new ArrayList<>();
        for (int i = 0; i < patch.size(); i++) {
            for (Map.Entry<String, JsonNode> field : patch.path(i).properties()) {
                if (!FIELDS.contains(field.getKey())) {
                    odd.add("json patch unknown field \"[" + i + "]." + field.getKey() + "\"");
                }
            }
        }
        return odd;
    }

    private void apply(JsonNode operation) {
        String kind = operation.path("op").isTextual() ? operation.path("op").asText() : "unknown";
        switch (kind) {
            case "add" -> {
                String path = text(operation, "path");
                add(
                        placeToWrite(path, "add operation does not apply: doc is missing path: \"" + path + "\""),
                        value(operation),
                        inPath("add", path));
            }
            case "remove" -> {
                String path = text(operation, "path");
                remove(
                        placeToWrite(path, "remove operation does not apply: doc is missing path: \"" + path + "\""),
                        inPath("remove", path));
            }
            case "replace" -> replace(text(operation, "path"), value(operation));
            case "move" -> {
                String from = text(operation, "from");
                Place place = placeToWrite(from, "move operation does not apply: doc is missing from path: " + from);
                String prefix = inPath("move", place.key());
                JsonNode moved = get(place, prefix);
                remove(place, prefix);
                insert(kind, text(operation, "path"), moved);
            }
            case "copy" -> {
                String from = text(operation, "from");
                String missing = "copy operation does not apply: doc is missing from path: " + from;
                JsonNode copied = get(place(from, false, missing), inPath("copy", from));
                // The same node in two places: neither may be changed in place any more.
                disown(copied);
                insert(kind, text(operation, "path"), copied);
            }
            case "test" -> test(text(operation, "path"), value(operation));
            default -> throw new Patches.Inapplicable("Unexpected kind: " + kind);
        }
    }

    private static String inPath(String kind, String path) {
        return "error in " + kind + " for path: '" + path + "': ";
    }

    private static String text(JsonNode operation, String field) {
        JsonNode found = operation.path(field);
        if (!found.isTextual()) {
            String detail = field.equals("from") ? "operation, missing from field: " : "";
            throw new Patches.Inapplicable(operation.path("op").asText() + " operation failed to decode " + field + ": "
                    + detail + "missing value");
        }
        return found.asText();
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode found = operation.get("value");
        return found == null ? NODES.nullNode() : found;
    }

    /// Where an operation works: a container and a key in it.
    private record Place(JsonNode container, String key) {}

    private void insert(String kind, String path, JsonNode value) {
        String missing = kind + " operation does not apply: doc is missing destination path: " + path;
        add(placeToWrite(path, missing), value, inPath(kind, path));
    }

    private static void add(Place place, JsonNode value, String prefix) {
        if (place.container() instanceof ObjectNode object) {
            object.set(place.key(), value);
            return;
        }
        ArrayNode array = (ArrayNode) place.container();
        if (place.key().equals("-")) {
            array.add(value);
        } else {
            array.insert(index(place.key(), array.size() + 1, prefix), value);
        }
    }

    private static void remove(Place place, String prefix) {
        if (place.container() instanceof ObjectNode object) {
            if (object.remove(place.key()) == null) {
                throw new Patches.Inapplicable(
                        prefix + "Unable to remove nonexistent key: " + place.key() + ": missing value");
            }
            return;
        }
        ArrayNode array = (ArrayNode) place.container();
        array.remove(index(place.key(), array.size(), prefix));
    }

    private void replace(String path, JsonNode value) {
        if (path.isEmpty()) {
            if (!value.isContainerNode()) {
                throw new Patches.Inapplicable("replace operation value must be object or array: %!w(<nil>)");
            }
            root = value;
            return;
        }
        Place place = placeToWrite(path, "replace operation does not apply: doc is missing path: " + path);
        if (place.container() instanceof ObjectNode object) {
            object.set(place.key(), value);
            return;
        }
        ArrayNode array = (ArrayNode) place.container();
        int index;
        try {
            index = index(place.key(), array.size(), "");
        } catch (Patches.Inapplicable e) {
            throw new Patches.Inapplicable(
                    "replace operation does not apply: doc is missing key: " + path + ": missing value");
        }
        array.set(index, value);
    }

    private void test(String path, JsonNode expected) {
        JsonNode found = path.isEmpty()
                ? root
                : get(
                        place(path, false, "test operation does not apply: is missing path: " + path),
                        inPath("test", path));
        if (!JsonEquality.equal(found, expected)) {
            throw new Patches.Inapplicable("testing value " + path + " failed: test failed");
        }
    }

    private static JsonNode get(Place place, String prefix) {
        if (place.container() instanceof ArrayNode array) {
            return array.get(index(place.key(), array.size(), prefix));
        }
        JsonNode found = place.container().get(place.key());
        return found == null ? NODES.nullNode() : found;
    }

    private Place placeToWrite(String path, String missing) {
        return place(path, true, missing);
    }

    /// @param isWritten whether the container is to be changed: it and those around it are copied once
    /// @param missing what to say where there is no such container
    private Place place(String path, boolean isWritten, String missing) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() < 2) {
            throw nothing(missing);
        }
        JsonNode container = isWritten ? own(root) : root;
        root = container;
        for (String part : parts.subList(1, parts.size() - 1)) {
            container = descend(container, decode(part), isWritten, missing);
        }
        return new Place(container, decode(parts.getLast()));
    }

    private static Patches.Inapplicable nothing(String missing) {
        return new Patches.Inapplicable(missing + ": missing value");
    }

    private JsonNode descend(JsonNode container, String key, boolean isWritten, String missing) {
        JsonNode next = get(new Place(container, key), "");
        if (!next.isContainerNode()) {
            throw nothing(missing);
        }
        if (!isWritten) {
            return next;
        }
        if (owned.contains(next)) {
            return next;
        }
        JsonNode own = own(next);
        if (container instanceof ObjectNode object) {
            object.set(key, own);
        } else {
            ((ArrayNode) container).set(index(key, container.size(), ""), own);
        }
        return own;
    }

    private JsonNode own(JsonNode container) {
        if (owned.contains(container)) {
            return container;
        }
        JsonNode copy = copy(container);
        owned.add(copy);
        return copy;
    }

    private static JsonNode copy(JsonNode container) {
        if (container instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            copy.setAll(object);
            return copy;
        }
        if (container instanceof ArrayNode array) {
            return NODES.arrayNode(array.size()).addAll(array);
        }
        throw new Patches.Inapplicable("a patch needs an object or a list, not " + container);
    }

    private void disown(@Nullable JsonNode node) {
        if (node != null && node.isContainerNode()) {
            owned.remove(node);
            node.forEach(this::disown);
        }
    }

    private static int index(String key, int size, String prefix) {
        int index;
        try {
            index = Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw new Patches.Inapplicable(prefix + "value was not a proper array index: '" + key
                    + "': strconv.Atoi: parsing \"" + key + "\": invalid syntax");
        }
        int counted = index < 0 ? index + size : index;
        if (counted < 0 || counted >= size) {
            throw new Patches.Inapplicable(
                    prefix + "Unable to access invalid index: " + key + ": invalid index referenced");
        }
        return counted;
    }

    private static String decode(String part) {
        return part.indexOf('~') < 0 ? part : part.replace("~1", "/").replace("~0", "~");
    }
}
