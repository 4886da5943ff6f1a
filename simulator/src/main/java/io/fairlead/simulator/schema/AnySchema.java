package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Values of which nothing is declared.
final class AnySchema implements Schema {
    /// Objects merge field by field, lists are replaced (structured-merge-diff's `__untyped_deduced_`).
    static final Schema DEDUCED = new AnySchema(false);

    /// Replaced as a whole (`__untyped_atomic_`).
    static final Schema ATOMIC = new AnySchema(true);

    private static final SequencedMap<String, Schema> NONE =
            Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

    private final boolean isAtomic;

    private AnySchema(boolean isAtomic) {
        this.isAtomic = isAtomic;
    }

    @Override
    public Shape shape() {
        return Shape.ANY;
    }

    @Override
    public Scalar scalar() {
        return Scalar.UNTYPED;
    }

    @Override
    public SequencedMap<String, Schema> properties() {
        return NONE;
    }

    @Override
    public Optional<Schema> values() {
        return Optional.of(this);
    }

    @Override
    public Optional<Schema> items() {
        return Optional.of(ATOMIC);
    }

    @Override
    public ListType listType() {
        return ListType.ATOMIC;
    }

    @Override
    public List<String> listMapKeys() {
        return List.of();
    }

    @Override
    public boolean isAtomic() {
        return isAtomic;
    }

    @Override
    public Optional<String> patchMergeKey() {
        return Optional.empty();
    }

    @Override
    public List<String> patchStrategies() {
        return List.of();
    }

    @Override
    public boolean preservesUnknown() {
        return !isAtomic;
    }

    @Override
    public Optional<JsonNode> defaultValue() {
        return Optional.empty();
    }

    @Override
    public JsonNode document() {
        return JsonNodeFactory.instance.objectNode();
    }
}
