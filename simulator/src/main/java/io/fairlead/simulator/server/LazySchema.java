package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.simulator.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A schema that is read when it is first asked for: the documents of all kinds together are large.
final class LazySchema implements Schema {
    /// Knows nothing of its content.
    static final Schema OPEN = new Open();

    private final Supplier<Schema> source;
    private @Nullable Schema schema;

    LazySchema(Supplier<Schema> source) {
        this.source = source;
    }

    Schema read() {
        Schema read = schema;
        if (read == null) {
            read = source.get();
            schema = read;
        }
        return read;
    }

    @Override
    public Shape shape() {
        return read().shape();
    }

    @Override
    public SequencedMap<String, Schema> properties() {
        return read().properties();
    }

    @Override
    public Optional<Schema> values() {
        return read().values();
    }

    @Override
    public Optional<Schema> items() {
        return read().items();
    }

    @Override
    public ListType listType() {
        return read().listType();
    }

    @Override
    public List<String> listMapKeys() {
        return read().listMapKeys();
    }

    @Override
    public boolean isAtomic() {
        return read().isAtomic();
    }

    @Override
    public Optional<String> patchMergeKey() {
        return read().patchMergeKey();
    }

    @Override
    public List<String> patchStrategies() {
        return read().patchStrategies();
    }

    @Override
    public boolean preservesUnknown() {
        return read().preservesUnknown();
    }

    @Override
    public Scalar scalar() {
        return read().scalar();
    }

    @Override
    public boolean isTyped() {
        return read().isTyped();
    }

    @Override
    public List<String> required() {
        return read().required();
    }

    @Override
    public Optional<JsonNode> defaultValue() {
        return read().defaultValue();
    }

    @Override
    public JsonNode document() {
        return read().document();
    }

    private record Open() implements Schema {
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
            return MissingNode.getInstance();
        }
    }
}
