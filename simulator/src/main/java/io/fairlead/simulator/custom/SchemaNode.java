package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One node of a structural schema, read once for each definition. Immutable.
final class SchemaNode {
    /// `type`; empty where the schema names none.
    final String type;
    /// What [SchemaCheck] accepts: `type`, or integer and string for an int-or-string.
    final List<String> types;
    final String format;
    final boolean isNullable;
    final boolean preservesUnknown;
    final boolean isEmbedded;
    final boolean isIntOrString;
    final @Nullable JsonNode defaultValue;
    final SequencedMap<String, SchemaNode> properties;
    /// `additionalProperties` is there, as a schema or as a boolean.
    final boolean hasAdditional;
    /// `additionalProperties: false`.
    final boolean forbidsAdditional;
    final @Nullable SchemaNode additional;
    final @Nullable SchemaNode items;
    final String listType;
    final List<String> listMapKeys;
    final String mapType;
    final List<Rule> rules;

    final List<String> required;
    final List<JsonNode> enumeration;
    final Set<String> enumeratedTexts;
    final OptionalLong maxLength;
    final OptionalLong minLength;
    final String patternText;
    final @Nullable Pattern pattern;
    final OptionalLong maxItems;
    final OptionalLong minItems;
    final OptionalLong maxProperties;
    final OptionalLong minProperties;
    final OptionalDouble maximum;
    final boolean isMaximumExclusive;
    final OptionalDouble minimum;
    final boolean isMinimumExclusive;
    final OptionalDouble multipleOf;
    final List<SchemaNode> allOf;
    final List<SchemaNode> anyOf;
    final List<SchemaNode> oneOf;
    final @Nullable SchemaNode not;

    /// The document that this was read from.
    final JsonNode document;
    /// There are defaults at or below this node's children.
    final boolean hasDefaults;
    /// There is a list of type set or map at or below this node.
    final boolean hasUniqueLists;
    /// There is an embedded resource at or below this node.
    final boolean hasEmbedded;
    /// There is a CEL rule at or below this node, `allOf` included.
    final boolean hasRules;
    /// Every field that a pruned value can have below this node is declared.
    final boolean isFullyKnown;

    /// One of `x-kubernetes-validations`.
    ///
    /// @param reason empty where none is given
    record Rule(
            String rule,
            String message,
            String messageExpression,
            String reason,
            String fieldPath,
            boolean isOldSelfOptional,
            JsonNode document) {
        static Rule of(JsonNode node) {
            return new Rule(
                    node.path("rule").asText(),
                    node.path("message").asText(),
                    node.path("messageExpression").asText(),
                    node.path("reason").asText(),
                    node.path("fieldPath").asText(),
                    node.path("optionalOldSelf").asBoolean(),
                    node);
        }
    }

    private SchemaNode(JsonNode schema) {
        document = schema;
        type = schema.path("type").asText();
        isIntOrString = schema.path("x-kubernetes-int-or-string").asBoolean();
        types = isIntOrString ? List.of("integer", "string") : type.isEmpty() ? List.of() : List.of(type);
        format = Formats.isChecked(schema.path("format").asText())
                ? schema.path("format").asText()
                : "";
        isNullable = schema.path("nullable").asBoolean();
        preservesUnknown = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        isEmbedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
        JsonNode preset = schema.get("default");
        defaultValue = preset == null || preset.isNull() ? null : preset;
        properties = properties(schema.path("properties"));
        JsonNode more = schema.path("additionalProperties");
        hasAdditional = more.isObject() || more.isBoolean();
        forbidsAdditional = more.isBoolean() && !more.booleanValue();
        additional = more.isObject() ? new SchemaNode(more) : null;
        items = schema.path("items").isObject() ? new SchemaNode(schema.path("items")) : null;
        listType = schema.path("x-kubernetes-list-type").asText();
        listMapKeys = texts(schema.path("x-kubernetes-list-map-keys"));
        mapType = schema.path("x-kubernetes-map-type").asText();
        List<Rule> read = new ArrayList<>();
        schema.path("x-kubernetes-validations").forEach(rule -> read.add(Rule.of(rule)));
        rules = List.copyOf(read);

        required = texts(schema.path("required"));
        enumeration = nodes(schema.path("enum"));
        enumeratedTexts = new HashSet<>();
        enumeration.stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .forEach(enumeratedTexts::add);
        maxLength = whole(schema, "maxLength");
        minLength = whole(schema, "minLength");
        patternText = schema.path("pattern").asText();
        pattern = compiled(patternText);
        maxItems = whole(schema, "maxItems");
        minItems = whole(schema, "minItems");
        maxProperties = whole(schema, "maxProperties");
        minProperties = whole(schema, "minProperties");
        maximum = real(schema, "maximum");
        isMaximumExclusive = schema.path("exclusiveMaximum").asBoolean();
        minimum = real(schema, "minimum");
        isMinimumExclusive = schema.path("exclusiveMinimum").asBoolean();
        multipleOf = real(schema, "multipleOf");
        allOf = schemas(schema.path("allOf"));
        anyOf = schemas(schema.path("anyOf"));
        oneOf = schemas(schema.path("oneOf"));
        not = schema.path("not").isObject() ? new SchemaNode(schema.path("not")) : null;

        List<SchemaNode> below = below();
        hasDefaults = below.stream().anyMatch(n -> n.defaultValue != null || n.hasDefaults);
        hasUniqueLists = listType.equals("set")
                || listType.equals("map")
                || below.stream().anyMatch(n -> n.hasUniqueLists);
        hasEmbedded = isEmbedded || below.stream().anyMatch(n -> n.hasEmbedded);
        hasRules = !rules.isEmpty()
                || below.stream().anyMatch(n -> n.hasRules)
                || allOf.stream().anyMatch(n -> n.hasRules);
        isFullyKnown = !preservesUnknown && !isEmbedded && below.stream().allMatch(n -> n.isFullyKnown);
    }

    /// @throws IllegalArgumentException if a number has no value
    static SchemaNode of(JsonNode openApiV3Schema) {
        return new SchemaNode(openApiV3Schema);
    }

    /// The schema of one field; null where it is not declared.
    @Nullable
    SchemaNode field(String name) {
        SchemaNode declared = properties.get(name);
        return declared != null ? declared : additional;
    }

    boolean isObjectOrArray() {
        return type.equals("object") || type.equals("array");
    }

    private List<SchemaNode> below() {
        List<SchemaNode> all = new ArrayList<>(properties.values());
        if (additional != null) {
            all.add(additional);
        }
        if (items != null) {
            all.add(items);
        }
        return all;
    }

    private static SequencedMap<String, SchemaNode> properties(JsonNode node) {
        SequencedMap<String, SchemaNode> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            all.put(entry.getKey(), new SchemaNode(entry.getValue()));
        }
        return Collections.unmodifiableSequencedMap(all);
    }

    private static List<SchemaNode> schemas(JsonNode list) {
        List<SchemaNode> all = new ArrayList<>();
        list.forEach(each -> all.add(new SchemaNode(each)));
        return List.copyOf(all);
    }

    private static List<JsonNode> nodes(JsonNode list) {
        List<JsonNode> all = new ArrayList<>();
        list.forEach(all::add);
        return List.copyOf(all);
    }

    private static List<String> texts(JsonNode list) {
        return nodes(list).stream().map(JsonNode::asText).toList();
    }

    private static OptionalLong whole(JsonNode schema, String name) {
        return schema.path(name).isNumber() ? OptionalLong.of(schema.path(name).longValue()) : OptionalLong.empty();
    }

    private static OptionalDouble real(JsonNode schema, String name) {
        return schema.path(name).isNumber()
                ? OptionalDouble.of(schema.path(name).doubleValue())
                : OptionalDouble.empty();
    }

    // A pattern that is none is a defect of the definition and reported there.
    private static @Nullable Pattern compiled(String text) {
        try {
            return text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }
}
