package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A schema as rules see it (KEP-2876): its CEL type, and bounds for cost estimates.
///
/// @param fields of an object, by their escaped names
/// @param element of a list or a map
/// @param elementsMax how long a value can be, in a request of the largest size
/// @param sizeMin bytes of the smallest value in JSON
record DeclaredType(
        CelType type,
        SequencedMap<String, DeclaredType> fields,
        @Nullable DeclaredType element,
        long elementsMax,
        long sizeMin) {
    static final long REQUEST_BYTES_MAX = 3 * 1024 * 1024;

    private static final int OBJECT_SIZE_MIN = 2;
    private static final int TEXT_SIZE_MIN = 2;
    private static final int BOOL_SIZE_MIN = 4;
    private static final int NUMBER_SIZE_MIN = 1;
    private static final int DURATION_SIZE_MIN = 3;
    private static final int DURATION_SIZE_MAX = 32;
    private static final int DATE_SIZE = 12;
    private static final int TIME_SIZE_MIN = 21;
    private static final int TIME_SIZE_MAX = 32;
    private static final int CODE_POINT_BYTES_MAX = 4;
    private static final int ENTRY_OVERHEAD = 6;
    private static final int FIELD_OVERHEAD = 4;
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Pattern ESCAPABLE = Pattern.compile("^[a-zA-Z_./-][a-zA-Z0-9_./-]*$");

    /// @param isResource apiVersion, kind and the names in metadata are there even if not declared
    /// @return null where rules cannot see the value
    static @Nullable DeclaredType of(SchemaNode schema, boolean isResource) {
        return new Naming().declare(schema, isResource);
    }

    /// A property's name in expressions; empty where it has none.
    static Optional<String> escape(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!ESCAPABLE.matches(name)) {
            return Optional.empty();
        }
        return Optional.of(name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__"));
    }

    private static DeclaredType scalar(CelType type, long elementsMax, long sizeMin) {
        return new DeclaredType(type, new LinkedHashMap<>(), null, elementsMax, sizeMin);
    }

    // Gives every object type a name of its own.
    private static final class Naming {
        private int count;

        private @Nullable DeclaredType declare(SchemaNode schema, boolean isResource) {
            if (schema.isIntOrString) {
                return scalar(SimpleType.DYN, textMax(schema), NUMBER_SIZE_MIN);
            }
            return switch (schema.type) {
                case "array" -> list(schema);
                case "object" -> isMap(schema) ? map(schema) : object(schema, isResource);
                case "string" -> text(schema);
                case "boolean" -> scalar(SimpleType.BOOL, 0, BOOL_SIZE_MIN);
                case "number" -> scalar(SimpleType.DOUBLE, 0, NUMBER_SIZE_MIN);
                case "integer" -> scalar(SimpleType.INT, 0, NUMBER_SIZE_MIN);
                default -> null;
            };
        }

        private static boolean isMap(SchemaNode schema) {
            return schema.additional != null;
        }

        private @Nullable DeclaredType list(SchemaNode schema) {
            DeclaredType item = schema.items == null ? null : declare(schema.items, schema.items.isEmbedded);
            if (item == null) {
                return null;
            }
            long max = schema.maxItems.isPresent()
                    ? Math.max(0, schema.maxItems.getAsLong())
                    : (REQUEST_BYTES_MAX - 2) / (item.sizeMin() + 1);
            return new DeclaredType(ListType.create(item.type()), new LinkedHashMap<>(), item, max, OBJECT_SIZE_MIN);
        }

        private @Nullable DeclaredType map(SchemaNode schema) {
            SchemaNode values = schema.additional;
            DeclaredType value = values == null ? null : declare(values, values.isEmbedded);
            if (value == null) {
                return null;
            }
            long max = schema.maxProperties.isPresent()
                    ? Math.max(0, schema.maxProperties.getAsLong())
                    : (REQUEST_BYTES_MAX - 2) / (value.sizeMin() + ENTRY_OVERHEAD);
            return new DeclaredType(
                    MapType.create(SimpleType.STRING, value.type()),
                    new LinkedHashMap<>(),
                    value,
                    max,
                    OBJECT_SIZE_MIN);
        }

        private DeclaredType object(SchemaNode schema, boolean isResource) {
            SequencedMap<String, DeclaredType> fields = new LinkedHashMap<>();
            long size = OBJECT_SIZE_MIN;
            for (Map.Entry<String, SchemaNode> entry : schema.properties.entrySet()) {
                SchemaNode property = entry.getValue();
                DeclaredType type = declare(property, property.isEmbedded);
                if (type == null) {
                    continue;
                }
                escape(entry.getKey()).ifPresent(name -> fields.put(name, type));
                if (schema.required.contains(entry.getKey()) && property.defaultValue == null) {
                    size += entry.getKey().length() + type.sizeMin() + FIELD_OVERHEAD;
                }
            }
            if (isResource) {
                addResourceFields(fields);
            }
            return new DeclaredType(StructTypeReference.create("object" + count++), fields, null, 0, size);
        }

        private void addResourceFields(SequencedMap<String, DeclaredType> fields) {
            DeclaredType name = scalar(SimpleType.STRING, REQUEST_BYTES_MAX - 2, TEXT_SIZE_MIN);
            SequencedMap<String, DeclaredType> names = new LinkedHashMap<>();
            names.put("name", name);
            names.put("generateName", name);
            fields.put("kind", name);
            fields.put("apiVersion", name);
            fields.put(
                    "metadata",
                    new DeclaredType(StructTypeReference.create("object" + count++), names, null, 0, OBJECT_SIZE_MIN));
        }

        private static DeclaredType text(SchemaNode schema) {
            // The format counts even where validation does not check it.
            return switch (schema.document.path("format").asText()) {
                case "byte" -> scalar(SimpleType.BYTES, schema.maxLength.orElse(REQUEST_BYTES_MAX - 2), TEXT_SIZE_MIN);
                case "duration" -> scalar(SimpleType.DURATION, DURATION_SIZE_MAX, DURATION_SIZE_MIN);
                case "date" -> scalar(SimpleType.TIMESTAMP, DATE_SIZE, DATE_SIZE);
                case "date-time" -> scalar(SimpleType.TIMESTAMP, TIME_SIZE_MAX, TIME_SIZE_MIN);
                default -> scalar(SimpleType.STRING, textMax(schema), TEXT_SIZE_MIN);
            };
        }

        private static long textMax(SchemaNode schema) {
            if (schema.maxLength.isPresent()) {
                return Math.max(0, schema.maxLength.getAsLong()) * CODE_POINT_BYTES_MAX;
            }
            if (schema.isIntOrString || schema.enumeration.isEmpty()) {
                return REQUEST_BYTES_MAX - 2;
            }
            return schema.enumeration.stream()
                    .filter(JsonNode::isTextual)
                    .mapToLong(each -> each.textValue().length())
                    .max()
                    .orElse(0);
        }
    }
}
