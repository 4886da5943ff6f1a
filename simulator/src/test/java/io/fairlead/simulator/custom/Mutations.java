package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes objects that fit a schema, more or less.
final class Mutations {
    private static final String[] TEXTS = {
        "",
        "a",
        "b",
        "x",
        "ab",
        "abcdefghijklm",
        "20%",
        "0%",
        "5",
        "1Gi",
        "A b",
        "xyz",
        "xyzzyx",
        "2024-02-30",
        "2024-02-29",
        "2024-02-29T10:00:00Z",
        "2040-01-01T00:00:00.5+02:00",
        "1h",
        "90m",
        "3 days",
        "a@b.c",
        "8d9a7c0e-3b53-4f0d-9d0a-0123456789ab",
        "10.0.0.0/8",
        "10.0.0.1",
        "::1",
        "fe80::/10",
        "aGk=",
        "https://a.b/c",
        "http://a",
        "nope",
        "Up",
        "q",
        "zz",
        "1",
        "bad",
        "ok",
        "100m",
        "3",
        "TCP",
        "é\"<\n",
        "Always",
        "OnDelete"
    };

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /// A value that the schema describes, with a fault here and there.
    ///
    /// @param faults how likely each value is to be a wrong one
    JsonNode value(JsonNode schema, double faults) {
        if (chance(faults)) {
            return anything(2);
        }
        JsonNode known = schema.path("enum");
        if (known.size() > 0 && chance(0.9)) {
            return known.get(random.nextInt(known.size()));
        }
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return chance(0.5) ? number() : text();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, faults);
            case "array" -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    list.add(value(schema.path("items"), faults));
                }
                yield list;
            }
            case "integer" -> number();
            case "number" -> chance(0.5) ? number() : JsonNodeFactory.instance.numberNode(random.nextInt(40) / 8.0);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(chance(0.5));
            case "string" -> text();
            default -> anything(2);
        };
    }

    private ObjectNode object(JsonNode schema, double faults) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            boolean isRequired = false;
            for (JsonNode name : schema.path("required")) {
                isRequired |= name.asText().equals(entry.getKey());
            }
            if (chance(isRequired ? 0.97 : 0.3)) {
                object.set(entry.getKey(), value(entry.getValue(), faults));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                object.set(TEXTS[random.nextInt(TEXTS.length)], value(schema.path("additionalProperties"), faults));
            }
        }
        if (schema.path("x-kubernetes-embedded-resource").asBoolean() && chance(0.8)) {
            object.put("apiVersion", "v1").put("kind", "Pod");
            object.putObject("metadata").put("name", "x").put("unknown", 1);
        }
        if (chance(0.1)) {
            object.set("unknown", anything(2));
        }
        return object;
    }

    private JsonNode number() {
        return JsonNodeFactory.instance.numberNode(
                chance(0.9) ? random.nextInt(14) - 2 : random.nextLong() >> random.nextInt(60));
    }

    private JsonNode text() {
        return JsonNodeFactory.instance.textNode(TEXTS[random.nextInt(TEXTS.length)]);
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.booleanNode(chance(0.5));
            case 2 -> number();
            case 3 -> JsonNodeFactory.instance.numberNode(random.nextInt(100) / 4.0 - 3);
            case 4, 5 -> text();
            case 6 -> JsonNodeFactory.instance.arrayNode().add(anything(depth - 1));
            case 7 -> JsonNodeFactory.instance.arrayNode();
            default -> JsonNodeFactory.instance.objectNode().set(TEXTS[random.nextInt(6)] + "k", anything(depth - 1));
        };
    }

    /// The object with a few fields made anew.
    ObjectNode changed(ObjectNode object, JsonNode schema, double faults) {
        ObjectNode changed = object.deepCopy();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            change(changed, schema, faults);
        }
        return changed;
    }

    private void change(ObjectNode object, JsonNode schema, double faults) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        names.removeAll(List.of("apiVersion", "kind", "metadata"));
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        JsonNode below = schema.path("properties").path(name);
        if (object.get(name) instanceof ObjectNode inner && chance(0.8)) {
            change(inner, below, faults);
        } else if (chance(0.2)) {
            object.remove(name);
        } else {
            object.set(name, value(below, faults));
        }
    }
}
