package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A schema from a document. What the API server reads out of it for merging follows kube-openapi's `schemaconv`:
/// a lone `allOf` with a `$ref` counts as the reference, and extensions beside a reference override those of the type.
final class SchemaNode implements Schema {
    private final Definitions definitions;
    private final JsonNode document;
    private final JsonNode type;
    private final Shape shape;
    private final Scalar scalar;
    private final boolean keepsUnknown;
    private final boolean isTyped;
    private final List<String> required;
    private final ListType listType;
    private final List<String> listMapKeys;
    private final boolean isAtomic;
    private final Optional<String> patchMergeKey;
    private final List<String> patchStrategies;
    private final Optional<JsonNode> defaultValue;
    private volatile @Nullable SequencedMap<String, Schema> properties;
    private volatile @Nullable Parts parts;

    /// The types of what is in a map or a list; made on first use, as types may contain themselves.
    private record Parts(Optional<Schema> values, Optional<Schema> items) {}

    /// @param keepsUnknown inherited from a schema around this one
    /// @param isTyped where the schema is written; a named type always is
    SchemaNode(Definitions definitions, JsonNode document, boolean keepsUnknown, boolean isTyped) {
        this.definitions = definitions;
        this.document = document;
        String name = Definitions.reference(document);
        // A named type begins anew: it inherits nothing from where it is used.
        boolean inherited = name.isEmpty() && keepsUnknown;
        this.type = name.isEmpty() ? document : definitions.document(name);
        this.keepsUnknown =
                inherited || extension("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        this.isTyped = isTyped || !name.isEmpty();
        List<String> names = new ArrayList<>();
        type.path("required").forEach(each -> names.add(each.asText()));
        this.required = List.copyOf(names);
        this.scalar = scalar(type);
        this.shape = shape(name, type);
        this.listMapKeys = findMapKeys();
        this.listType = findListType();
        this.isAtomic = extension("x-kubernetes-map-type").asText("").equals("atomic")
                || name.equals(Definitions.RAW_EXTENSION);
        this.patchMergeKey = text(extension("x-kubernetes-patch-merge-key"));
        this.patchStrategies = text(extension("x-kubernetes-patch-strategy"))
                .map(all -> List.of(all.split(",", -1)))
                .orElse(List.of());
        JsonNode declared = document.has("default") ? document.get("default") : type.path("default");
        this.defaultValue = declared.isMissingNode() ? Optional.empty() : Optional.of(declared);
    }

    private static Shape shape(String name, JsonNode type) {
        if (name.equals(Definitions.QUANTITY)) {
            return Shape.SCALAR;
        }
        if (name.equals(Definitions.RAW_EXTENSION)) {
            return Shape.ANY;
        }
        return switch (type.path("type").asText("")) {
            case "object" -> type.path("properties").isEmpty() ? Shape.MAP : Shape.OBJECT;
            case "array" -> Shape.LIST;
            case "integer", "number", "boolean", "string" -> Shape.SCALAR;
            default -> isIntOrString(type) ? Shape.SCALAR : untyped(type);
        };
    }

    // A schema without a type may still declare fields (`x-kubernetes-preserve-unknown-fields` without `type`).
    private static Shape untyped(JsonNode type) {
        return type.path("properties").isEmpty() ? Shape.ANY : Shape.OBJECT;
    }

    private static boolean isIntOrString(JsonNode type) {
        return type.path("x-kubernetes-int-or-string").asBoolean(false)
                || type.path("format").asText("").equals("int-or-string");
    }

    private static Scalar scalar(JsonNode type) {
        return switch (type.path("type").asText("")) {
            case "integer", "number" -> Scalar.NUMERIC;
            case "boolean" -> Scalar.BOOLEAN;
            case "string" ->
                List.of("", "byte").contains(type.path("format").asText("")) ? Scalar.STRING : Scalar.UNTYPED;
            default -> Scalar.UNTYPED;
        };
    }

    private List<String> findMapKeys() {
        List<String> keys = new ArrayList<>();
        String declared = extension("x-kubernetes-list-type").asText("");
        if (declared.equals("map")) {
            extension("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        } else if (declared.isEmpty() && mergesAsList()) {
            text(extension("x-kubernetes-patch-merge-key")).ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    private ListType findListType() {
        return switch (extension("x-kubernetes-list-type").asText("")) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            case "atomic" -> ListType.ATOMIC;
            case "" -> mergesAsList() ? undeclaredListType() : ListType.ATOMIC;
            default -> ListType.ATOMIC;
        };
    }

    private ListType undeclaredListType() {
        return listMapKeys.isEmpty() ? ListType.SET : ListType.MAP;
    }

    // Where no list type is declared, the patch strategy tells it.
    private boolean mergesAsList() {
        return Arrays.asList(extension("x-kubernetes-patch-strategy").asText("").split(",", -1))
                .contains("merge");
    }

    private JsonNode extension(String name) {
        JsonNode here = document.path(name);
        return here.isMissingNode() ? type.path(name) : here;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Scalar scalar() {
        return scalar;
    }

    @Override
    public SequencedMap<String, Schema> properties() {
        SequencedMap<String, Schema> present = properties;
        if (present == null) {
            SequencedMap<String, Schema> made = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> each : type.path("properties").properties()) {
                made.put(each.getKey(), child(each.getValue()));
            }
            present = Collections.unmodifiableSequencedMap(made);
            properties = present;
        }
        return present;
    }

    @Override
    public Optional<Schema> values() {
        return parts().values();
    }

    @Override
    public Optional<Schema> items() {
        return parts().items();
    }

    private Parts parts() {
        Parts present = parts;
        if (present == null) {
            present = new Parts(makeValues(), makeItems());
            parts = present;
        }
        return present;
    }

    private Optional<Schema> makeValues() {
        JsonNode additional = type.path("additionalProperties");
        return switch (shape) {
            case SCALAR, LIST -> Optional.empty();
            case ANY -> Optional.of(isAtomic ? AnySchema.ATOMIC : AnySchema.DEDUCED);
            case OBJECT, MAP -> {
                if (additional.isObject()) {
                    yield Optional.of(child(additional));
                }
                boolean isOpen =
                        additional.isMissingNode() ? keepsUnknown || shape == Shape.MAP : additional.asBoolean(false);
                yield isOpen ? Optional.of(AnySchema.DEDUCED) : Optional.empty();
            }
        };
    }

    private Optional<Schema> makeItems() {
        return switch (shape) {
            case LIST -> Optional.of(type.path("items").isObject() ? child(type.path("items")) : AnySchema.ATOMIC);
            case ANY -> Optional.of(AnySchema.ATOMIC);
            case SCALAR, OBJECT, MAP -> Optional.empty();
        };
    }

    private Schema child(JsonNode part) {
        return new SchemaNode(definitions, part, keepsUnknown, isTyped);
    }

    @Override
    public ListType listType() {
        return listType;
    }

    @Override
    public List<String> listMapKeys() {
        return listMapKeys;
    }

    @Override
    public boolean isAtomic() {
        return isAtomic;
    }

    @Override
    public Optional<String> patchMergeKey() {
        return patchMergeKey;
    }

    @Override
    public List<String> patchStrategies() {
        return patchStrategies;
    }

    @Override
    public boolean preservesUnknown() {
        return keepsUnknown || (shape == Shape.ANY && !isAtomic);
    }

    @Override
    public boolean isTyped() {
        return isTyped;
    }

    @Override
    public boolean isTime() {
        return isTyped && type.path("format").asText("").equals("date-time");
    }

    @Override
    public List<String> required() {
        return required;
    }

    @Override
    public Optional<JsonNode> defaultValue() {
        return defaultValue;
    }

    @Override
    public JsonNode document() {
        return document;
    }
}
