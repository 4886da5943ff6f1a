package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.wire.StatusException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strategic merge patch of objects, after apimachinery's `strategicpatch`; lists are [StrategicLists].
final class StrategicPatch {
    static final String PATCH = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList";
    private static final String ELEMENT_ORDER = "$setElementOrder";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StrategicPatch() {}

    static ObjectNode apply(Schema schema, ObjectNode live, JsonNode patch) {
        if (patch.isNull()) {
            return live;
        }
        if (!(patch instanceof ObjectNode object)) {
            throw StatusException.badRequest("json: cannot unmarshal " + PatchErrors.jsonType(patch)
                    + " into Go value of type map[string]interface {}");
        }
        return merge(live, object, schema);
    }

    /// @param schema of the object; null where nothing is declared
    static ObjectNode merge(ObjectNode live, ObjectNode patch, @Nullable Schema schema) {
        JsonNode directive = patch.get(PATCH);
        if (directive != null) {
            return direct(directive, patch);
        }
        ObjectNode merged = NODES.objectNode();
        merged.setAll(live);
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        patch.properties().forEach(each -> rest.put(each.getKey(), each.getValue()));
        retainKeys(merged, rest);
        orderElements(merged, rest, schema);
        for (Map.Entry<String, JsonNode> each : rest.entrySet()) {
            boolean isDeletion = each.getKey().startsWith(DELETE_FROM);
            String key = isDeletion ? suffix(each.getKey(), DELETE_FROM) : each.getKey();
            mergeField(merged, key, each.getValue(), isDeletion, schema);
        }
        return merged;
    }

    private static ObjectNode direct(JsonNode directive, ObjectNode patch) {
        if (directive.asText().equals("replace")) {
            ObjectNode replaced = NODES.objectNode();
            replaced.setAll(patch);
            replaced.remove(PATCH);
            return replaced;
        }
        if (directive.asText().equals("delete")) {
            return NODES.objectNode();
        }
        throw PatchErrors.badDirective(directive, patch);
    }

    private static void mergeField(
            ObjectNode merged, String key, JsonNode value, boolean isDeletion, @Nullable Schema schema) {
        if (value.isNull()) {
            merged.remove(key);
            return;
        }
        JsonNode present = merged.get(key);
        Schema field = schema == null ? null : field(schema, key);
        if (present instanceof ObjectNode left && value instanceof ObjectNode right) {
            boolean isReplaced = field != null && field.patchStrategies().contains("replace");
            merged.set(key, isReplaced ? right : merge(left, right, field));
        } else if (present instanceof ArrayNode left && value instanceof ArrayNode right) {
            merged.set(key, StrategicLists.merge(left, right, field, isDeletion));
        } else if (!isDeletion) {
            withoutDirectives(withoutNulls(value))
                    .ifPresentOrElse(kept -> merged.set(key, kept), () -> merged.remove(key));
        }
    }

    static @Nullable Schema field(Schema schema, String key) {
        Schema declared = schema.properties().get(key);
        return declared != null ? declared : schema.values().orElse(null);
    }

    private static void retainKeys(ObjectNode merged, Map<String, JsonNode> patch) {
        JsonNode retained = patch.remove(RETAIN_KEYS);
        if (retained == null) {
            return;
        }
        if (!retained.isArray()) {
            throw StatusException.badRequest("invalid patch format of retainKeys");
        }
        Set<String> keys = new HashSet<>();
        retained.forEach(key -> keys.add(key.asText()));
        for (Map.Entry<String, JsonNode> each : patch.entrySet()) {
            String key = each.getKey();
            boolean isExempt = each.getValue().isNull() || key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER);
            if (!isExempt && !keys.contains(key)) {
                throw StatusException.badRequest("invalid patch format of retainKeys");
            }
        }
        merged.retain(keys);
    }

    /// Takes the lists whose order the patch gives out of the patch and merges them.
    private static void orderElements(ObjectNode merged, Map<String, JsonNode> patch, @Nullable Schema schema) {
        for (String key : patch.keySet().stream()
                .filter(each -> each.startsWith(ELEMENT_ORDER))
                .toList()) {
            JsonNode order = Objects.requireNonNull(patch.remove(key));
            if (!(order instanceof ArrayNode wanted)) {
                throw PatchErrors.badType("[]interface {}", order);
            }
            String name = suffix(key, ELEMENT_ORDER);
            JsonNode present = list(merged.get(name));
            JsonNode value = list(patch.get(name));
            Schema field = schema == null ? null : field(schema, name);
            StrategicLists.checkOrder(value, wanted, field);
            Optional<JsonNode> both = StrategicLists.ordered(present, value, wanted, field);
            if (both.isPresent()) {
                merged.set(name, both.get());
                patch.remove(name);
            }
        }
    }

    private static JsonNode list(@Nullable JsonNode node) {
        if (node == null) {
            return NODES.missingNode();
        }
        if (!node.isArray()) {
            throw PatchErrors.badType("[]interface {}", node);
        }
        return node;
    }

    private static String suffix(String key, String prefix) {
        int slash = key.indexOf('/');
        if (slash != prefix.length()) {
            throw StatusException.badRequest(
                    prefix.equals(DELETE_FROM)
                            ? "invalid patch format of primitive list"
                            : "invalid patch format of setElementOrder list");
        }
        return key.substring(slash + 1);
    }

    /// Nulls of a patch that meet nothing say nothing.
    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode kept = NODES.objectNode();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                if (!each.getValue().isNull()) {
                    kept.set(each.getKey(), withoutNulls(each.getValue()));
                }
            }
            return kept;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = NODES.arrayNode(array.size());
            array.forEach(item -> kept.add(withoutNulls(item)));
            return kept;
        }
        return value;
    }

    /// Empty where the value as a whole is a directive.
    static Optional<JsonNode> withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(PATCH)) {
                return Optional.empty();
            }
            ObjectNode kept = NODES.objectNode();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                withoutDirectives(each.getValue()).ifPresent(part -> kept.set(each.getKey(), part));
            }
            return Optional.of(kept);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = NODES.arrayNode(array.size());
            array.forEach(item -> withoutDirectives(item).ifPresent(kept::add));
            return Optional.of(kept);
        }
        return Optional.of(value);
    }
}
