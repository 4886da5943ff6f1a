package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One type, or the type of one field. Immutable; references are resolved lazily, so recursive types are no problem.
public interface Schema {
    /// What a value is.
    enum Shape {
        OBJECT,
        MAP,
        LIST,
        SCALAR,
        /// Anything: its content is opaque, owned as a whole unless fields are preserved.
        ANY
    }

    /// How a list merges under server-side apply.
    enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /// What a scalar may be.
    enum Scalar {
        NUMERIC,
        STRING,
        BOOLEAN,
        /// A string with a format of its own (quantities, times), or a number or a string.
        UNTYPED
    }

    Shape shape();

    /// [Scalar#UNTYPED] for what is no scalar.
    default Scalar scalar() {
        return Scalar.UNTYPED;
    }

    /// Declared fields of an object, in the document's order.
    SequencedMap<String, Schema> properties();

    /// The type of a map's values, or of fields that are not declared.
    Optional<Schema> values();

    /// The type of a list's items.
    Optional<Schema> items();

    /// ATOMIC where the schema says nothing.
    ListType listType();

    /// The keys of a list of type MAP.
    List<String> listMapKeys();

    /// The object or map is owned and replaced as a whole (`x-kubernetes-map-type: atomic`).
    boolean isAtomic();

    /// The key by which a strategic merge patch merges a list; empty where it replaces the list.
    Optional<String> patchMergeKey();

    /// `merge`, `retainKeys`, as in `x-kubernetes-patch-strategy`.
    List<String> patchStrategies();

    /// Undeclared fields are kept (`x-kubernetes-preserve-unknown-fields`).
    boolean preservesUnknown();

    /// Whether a Go type is behind it, so that structs in it are never absent: where the published schema has the
    /// default `{}`.
    default boolean isTyped() {
        return false;
    }

    /// Whether it is a point in time of a Go type.
    default boolean isTime() {
        return false;
    }

    /// Fields that a Go type always prints, or that a definition asks for.
    default List<String> required() {
        return List.of();
    }

    /// The default where this schema is used; where a list's map key is absent, its default identifies the item.
    default Optional<JsonNode> defaultValue() {
        return Optional.empty();
    }

    /// The schema as it is written, without descriptions, for validation; `$ref`s are not resolved in it.
    JsonNode document();
}
