package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.simulator.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A schema that says nothing, for tests that need none.
public final class OpaqueSchema implements Schema {
    public static final OpaqueSchema INSTANCE = new OpaqueSchema();

    private OpaqueSchema() {}

    @Override
    public Shape shape() {
        return Shape.ANY;
    }

    @Override
    public SequencedMap<String, Schema> properties() {
        return new LinkedHashMap<>();
    }

    @Override
    public Optional<Schema> values() {
        return Optional.empty();
    }

    @Override
    public Optional<Schema> items() {
        return Optional.empty();
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
        return false;
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
        return true;
    }

    @Override
    public JsonNode document() {
        return JsonNodeFactory.instance.objectNode();
    }
}
