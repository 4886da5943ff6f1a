package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.fairlead.simulator.wire.FieldError;
import java.util.List;
import java.util.Map;

/// Where a schema is not structural (KEP-1002): every field has a type outside of `allOf` and its like, and those only
/// restrict values.
final class StructuralDefects {
    private final Defects defects = new Defects();

    private enum Level {
        ROOT,
        FIELD,
        ITEM
    }

    private StructuralDefects() {}

    static List<FieldError> of(String path, JsonNode schema) {
        StructuralDefects walk = new StructuralDefects();
        walk.node(path, schema, Level.ROOT);
        walk.complete(path, path, schema, schema);
        return walk.defects.sorted();
    }

    private static boolean isTrue(JsonNode schema, String name) {
        return schema.path(name).asBoolean();
    }

    private void node(String path, JsonNode schema, Level level) {
        String type = schema.path("type").asText();
        if (type.equals("array") && !schema.path("items").isObject()) {
            defects.required(path + ".items", "must be specified");
        }
        if (schema.path("items").isObject()) {
            node(path + ".items", schema.path("items"), Level.ITEM);
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            node(path + ".properties[" + entry.getKey() + "]", entry.getValue(), Level.FIELD);
        }
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isMissingNode()) {
            if (level == Level.ROOT) {
                defects.forbidden(path + ".additionalProperties", "must not be used at the root");
            }
            if (additional.isObject()) {
                node(path + ".additionalProperties", additional, Level.FIELD);
            }
        }
        boolean isIntOrString = isTrue(schema, "x-kubernetes-int-or-string");
        boolean preserves = isTrue(schema, "x-kubernetes-preserve-unknown-fields");
        boolean isEmbedded = isTrue(schema, "x-kubernetes-embedded-resource");
        if (isIntOrString && preserves) {
            defects.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields",
                    "true",
                    "must be false if x-kubernetes-int-or-string is true");
        }
        if (isIntOrString && isEmbedded) {
            defects.invalid(
                    path + ".x-kubernetes-embedded-resource",
                    "true",
                    "must be false if x-kubernetes-int-or-string is true");
        }
        values(path, schema, isIntOrString(schema.path("anyOf")), isIntOrString(schema.at("/allOf/0/anyOf")));
        type(path, schema, level, isIntOrString || preserves);
        if (level == Level.ROOT || isEmbedded) {
            meta(path, schema, level);
        }
        if (isEmbedded && !preserves && schema.path("properties").isEmpty()) {
            defects.required(
                    path + ".properties",
                    "must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields");
        }
    }

    private void type(String path, JsonNode schema, Level level, boolean mayBeEmpty) {
        String type = schema.path("type").asText();
        String field = path + ".type";
        boolean isEmbedded = isTrue(schema, "x-kubernetes-embedded-resource");
        if (isEmbedded && !type.equals("object")) {
            String detail = "must be object if x-kubernetes-embedded-resource is true";
            if (type.isEmpty()) {
                defects.required(field, detail);
            } else {
                defects.invalidText(field, type, detail);
            }
        } else if (type.isEmpty() && !mayBeEmpty) {
            defects.required(
                    field,
                    switch (level) {
                        case ROOT -> "must not be empty at the root";
                        case ITEM -> "must not be empty for specified array items";
                        case FIELD -> "must not be empty for specified object fields";
                    });
        }
        if (isEmbedded && schema.has("additionalProperties")) {
            defects.forbidden(
                    path + ".additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            defects.invalidText(field, type, "must be object at the root");
        }
    }

    private void meta(String path, JsonNode schema, Level level) {
        JsonNode properties = schema.path("properties");
        for (String name : List.of("kind", "apiVersion")) {
            String type = properties.path(name).path("type").asText();
            if (properties.has(name) && !type.equals("string")) {
                defects.invalidText(path + ".properties[" + name + "].type", type, "must be string");
            }
        }
        JsonNode metadata = properties.path("metadata");
        if (metadata.isMissingNode()) {
            return;
        }
        String field = path + ".properties[metadata]";
        String type = metadata.path("type").asText();
        if (!type.equals("object")) {
            defects.invalidText(field + ".type", type, "must be object");
        }
        boolean isPlain = true;
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            isPlain &= switch (entry.getKey()) {
                case "type", "description", "default" -> !entry.getKey().equals("description");
                case "properties" -> onlyNames(entry.getValue());
                default -> false;
            };
        }
        if (level == Level.ROOT && !isPlain) {
            defects.forbidden(
                    field,
                    "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static boolean onlyNames(JsonNode properties) {
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            if (!entry.getKey().equals("name") && !entry.getKey().equals("generateName")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIntOrString(JsonNode anyOf) {
        return anyOf.size() == 2 && isOnlyType(anyOf.get(0), "integer") && isOnlyType(anyOf.get(1), "string");
    }

    private static boolean isOnlyType(JsonNode schema, String type) {
        return schema.size() == 1 && schema.path("type").asText().equals(type);
    }

    private void values(String path, JsonNode schema, boolean skipsAnyOf, boolean skipsAnyOfOfFirst) {
        for (int i = 0; !skipsAnyOf && i < schema.path("anyOf").size(); i++) {
            nested(path + ".anyOf[" + i + "]", schema.path("anyOf").get(i), false);
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            nested(path + ".allOf[" + i + "]", schema.path("allOf").get(i), skipsAnyOfOfFirst && i == 0);
        }
        for (int i = 0; i < schema.path("oneOf").size(); i++) {
            nested(path + ".oneOf[" + i + "]", schema.path("oneOf").get(i), false);
        }
        if (schema.path("not").isObject()) {
            nested(path + ".not", schema.path("not"), false);
        }
        String pattern = schema.path("pattern").asText();
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            defects.invalidText(
                    path + ".pattern", pattern, "must be a valid regular expression, but isn't: " + e.getMessage());
        }
    }

    private void nested(String path, JsonNode schema, boolean skipsAnyOf) {
        values(path, schema, skipsAnyOf, false);
        if (schema.path("items").isObject()) {
            nested(path + ".items", schema.path("items"), false);
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            nested(path + ".properties[" + entry.getKey() + "]", entry.getValue(), false);
        }
        for (String name : List.of("type", "title", "description")) {
            if (!schema.path(name).asText().isEmpty()) {
                defects.forbidden(path + "." + name, "must be empty to be structural");
            }
        }
        for (String name : List.of("additionalProperties", "default")) {
            if (schema.has(name)) {
                defects.forbidden(path + "." + name, "must be undefined to be structural");
            }
        }
        for (String name : List.of(
                "nullable",
                "x-kubernetes-preserve-unknown-fields",
                "x-kubernetes-embedded-resource",
                "x-kubernetes-int-or-string")) {
            if (isTrue(schema, name)) {
                defects.forbidden(path + "." + name, "must be false to be structural");
            }
        }
        for (String name : List.of("x-kubernetes-list-map-keys", "x-kubernetes-validations")) {
            if (!schema.path(name).isEmpty()) {
                defects.forbidden(path + "." + name, "must be empty to be structural");
            }
        }
        for (String name : List.of("x-kubernetes-list-type", "x-kubernetes-map-type")) {
            if (schema.has(name)) {
                defects.forbidden(path + "." + name, "must be undefined to be structural");
            }
        }
        if (schema.path("properties").has("metadata")) {
            defects.forbidden(path + ".properties[metadata]", "must not be specified in a nested context");
        }
    }

    // What restricts a field must find it declared.
    private void complete(String path, String valuePath, JsonNode schema, JsonNode values) {
        for (String name : List.of("allOf", "anyOf", "oneOf")) {
            for (int i = 0; i < values.path(name).size(); i++) {
                completeNested(
                        path,
                        valuePath + "." + name + "[" + i + "]",
                        schema,
                        values.path(name).get(i));
            }
        }
        if (values.path("not").isObject()) {
            completeNested(path, valuePath + ".not", schema, values.path("not"));
        }
    }

    private void completeNested(String path, String valuePath, JsonNode schema, JsonNode values) {
        if (!schema.isObject()) {
            defects.required(path, "because it is defined in " + valuePath);
            return;
        }
        complete(path, valuePath, schema, values);
        if (values.path("items").isObject()) {
            completeNested(path + ".items", valuePath + ".items", schema.path("items"), values.path("items"));
        }
        for (Map.Entry<String, JsonNode> entry : values.path("properties").properties()) {
            String step = ".properties[" + entry.getKey() + "]";
            JsonNode declared = schema.path("properties").path(entry.getKey());
            completeNested(path + step, valuePath + step, declared, entry.getValue());
        }
    }
}
