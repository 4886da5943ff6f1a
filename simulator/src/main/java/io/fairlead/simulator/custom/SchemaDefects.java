package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wrong with one OpenAPI schema of a definition.
final class SchemaDefects {
    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> META = List.of("metadata", "kind", "apiVersion");
    private static final List<String> UNSUPPORTED =
            List.of("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref");

    private final Defects schemaDefects = new Defects();
    private final Defects ruleDefects = new Defects();
    private final RuleDefects.Total total = new RuleDefects.Total();
    private final boolean hasRules;

    /// How a node stands in the schema.
    ///
    /// @param schema null below `allOf` and its like, where rules are not looked at
    /// @param cardinality how many values there can be; negative if there is no bound
    /// @param uncorrelated the nearest schema above whose values cannot be told apart; empty if there is none
    /// @param noDefaults why there must be no default; empty if there may be one
    private record Place(
            @Nullable SchemaNode schema,
            boolean isResource,
            double cardinality,
            String uncorrelated,
            String noDefaults,
            boolean isInMeta) {
        Place below(@Nullable SchemaNode child, double factor) {
            double product = cardinality < 0 || factor < 0 ? -1 : cardinality * factor;
            return new Place(child, child != null && child.isEmbedded, product, uncorrelated, noDefaults, isInMeta);
        }

        Place withoutDefaults(String reason) {
            return new Place(schema, isResource, cardinality, uncorrelated, reason, isInMeta);
        }

        Place inMeta() {
            return new Place(schema, isResource, cardinality, uncorrelated, noDefaults, true);
        }

        Place uncorrelated(String path) {
            return uncorrelated.isEmpty()
                    ? new Place(schema, isResource, cardinality, path, noDefaults, isInMeta)
                    : this;
        }
    }

    private SchemaDefects(boolean hasRules) {
        this.hasRules = hasRules;
    }

    /// @param path of the schema, such as `spec.validation.openAPIV3Schema`
    static List<FieldError> of(String path, JsonNode schema) {
        Defects all = new Defects();
        if (schema.path("nullable").asBoolean()) {
            all.forbidden(path + ".nullable", "nullable cannot be true at the root");
        }
        List<FieldError> structural = StructuralDefects.of(path, schema);
        all.addAll(structural);
        SchemaNode node = null;
        if (structural.isEmpty()) {
            SchemaNode read = SchemaNode.of(schema);
            List<FieldError> defaults = DefaultDefects.of(path, read);
            all.addAll(defaults);
            node = defaults.isEmpty() ? read : null;
        }
        SchemaDefects walk = new SchemaDefects(node != null);
        walk.visit(path, schema, new Place(node, true, 1, "", "", false), true);
        all.addAll(walk.schemaDefects.list());
        all.addAll(walk.ruleDefects.list());
        walk.total.addTo(path, all);
        return all.list();
    }

    private void visit(String path, JsonNode schema, Place place, boolean isRoot) {
        int before = schemaDefects.count();
        plain(path, schema, place);
        children(path, schema, place, isRoot);
        extensions(path, schema);
        ListTypeDefects.check(path, schema, schemaDefects);
        for (int i = 0; i < schema.path("x-kubernetes-validations").size(); i++) {
            RuleDefects.checkForm(
                    path + ".x-kubernetes-validations[" + i + "]",
                    SchemaNode.of(schema),
                    schema.path("x-kubernetes-validations").get(i),
                    schemaDefects);
        }
        SchemaNode node = place.schema();
        if (hasRules && node != null && !node.rules.isEmpty() && schemaDefects.count() == before) {
            RuleDefects.check(
                    path, node, place.isResource(), place.cardinality(), place.uncorrelated(), ruleDefects, total);
        }
    }

    private void plain(String path, JsonNode schema, Place place) {
        String type = schema.path("type").asText();
        if (!type.isEmpty() && !TYPES.contains(type)) {
            schemaDefects.unsupported(path + ".type", type, TYPES);
        }
        JsonNode preset = schema.get("default");
        if (preset != null && !preset.isNull() && !place.noDefaults().isEmpty()) {
            schemaDefects.forbidden(path + ".default", "must not be set " + place.noDefaults());
        }
        for (String name : UNSUPPORTED) {
            if (schema.has(name)) {
                schemaDefects.forbidden(path + "." + name, name + " is not supported");
            }
        }
        if (type.equals("null")) {
            schemaDefects.forbidden(path + ".type", "type cannot be set to null, use nullable as an alternative");
        }
        if (schema.path("items").isArray()) {
            schemaDefects.forbidden(path + ".items", "items must be a schema object and not an array");
        }
        if (place.isInMeta() && schema.path("x-kubernetes-embedded-resource").asBoolean()) {
            schemaDefects.forbidden(
                    path + ".x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        }
        if (schema.path("uniqueItems").asBoolean()) {
            schemaDefects.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
    }

    private void children(String path, JsonNode schema, Place place, boolean isRoot) {
        SchemaNode node = place.schema();
        JsonNode additional = schema.path("additionalProperties");
        boolean isClosed = additional.isBoolean() && !additional.booleanValue();
        if (!schema.path("properties").isEmpty() && (additional.isObject() || isClosed)) {
            schemaDefects.forbidden(
                    path + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        }
        if (additional.isObject()) {
            double factor = schema.has("maxProperties")
                    ? Math.max(0, schema.path("maxProperties").asDouble())
                    : -1;
            Place below = place.below(node == null ? null : node.additional, factor);
            visit(
                    path + ".additionalProperties",
                    additional,
                    place.isInMeta()
                            ? below.withoutDefaults("inside additionalProperties applying to object metadata")
                            : below,
                    false);
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            String name = entry.getKey();
            Place below = place.below(node == null ? null : node.properties.get(name), 1);
            boolean isEmbedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
            if ((isRoot || isEmbedded) && META.contains(name)) {
                below = below.inMeta();
                below = isRoot ? below.withoutDefaults("in top-level " + name) : below;
            }
            visit(path + ".properties[" + name + "]", entry.getValue(), below, false);
        }
        for (String name : List.of("not", "allOf", "oneOf", "anyOf")) {
            Place below = place.below(null, 1);
            JsonNode values = schema.path(name);
            if (values.isObject()) {
                visit(path + "." + name, values, below, false);
            }
            for (int i = 0; values.isArray() && i < values.size(); i++) {
                visit(path + "." + name + "[" + i + "]", values.get(i), below, false);
            }
        }
        if (schema.path("items").isObject()) {
            double factor =
                    schema.has("maxItems") ? Math.max(0, schema.path("maxItems").asDouble()) : -1;
            Place below = place.below(node == null ? null : node.items, factor);
            boolean isMap = schema.path("x-kubernetes-list-type").asText().equals("map");
            visit(path + ".items", schema.path("items"), isMap ? below : below.uncorrelated(path), false);
        }
    }

    private void extensions(String path, JsonNode schema) {
        String type = schema.path("type").asText();
        JsonNode preserves = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserves.isBoolean() && !preserves.booleanValue()) {
            schemaDefects.invalid(path + ".x-kubernetes-preserve-unknown-fields", "false", "must be true or undefined");
        }
        JsonNode mapType = schema.path("x-kubernetes-map-type");
        if (mapType.isTextual()) {
            if (!type.equals("object")) {
                String detail = "must be object if x-kubernetes-map-type is specified";
                if (type.isEmpty()) {
                    schemaDefects.required(path + ".type", detail);
                } else {
                    schemaDefects.invalid(path + ".type", GoText.quoted(type), detail);
                }
            }
            List<String> known = List.of("atomic", "granular");
            if (!known.contains(mapType.textValue())) {
                schemaDefects.unsupported(path + ".x-kubernetes-map-type", mapType.textValue(), known);
            }
        }
    }
}
