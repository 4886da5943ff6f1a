package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.Optional;

/// Turns objects and lists into Tables (`meta.k8s.io/v1`), as `Accept: application/json;as=Table` asks for.
public final class Tables {
    private static final String META_VERSION = "meta.k8s.io/v1";

    private Tables() {}

    /// What the rows carry of their objects.
    private enum Included {
        NONE,
        METADATA,
        OBJECT;

        static Included of(String includeObject) {
            return switch (includeObject) {
                case "None" -> NONE;
                case "", "Metadata" -> METADATA;
                case "Object" -> OBJECT;
                default ->
                    throw StatusException.badRequest("Unable to convert to Table as requested: includeObject: "
                            + "Invalid value: \"" + includeObject
                            + "\": must be 'Metadata', 'Object', 'None', or empty");
            };
        }
    }

    /// How one kind is shown.
    private record Layout(ArrayNode columns, Printers.Printer printer) {}

    /// @param answer an object or a list of the kind
    /// @param definition of a custom kind, with its printer columns
    /// @param includeObject `None`, `Metadata` or `Object`; empty means `Metadata`
    /// @param withHeaders false for all events of a watch but the first
    /// @return shares trees with `answer`: neither may be changed afterwards
    /// @throws StatusException 400 for another `includeObject`
    public static ObjectNode of(
            ServedKind kind,
            Optional<ObjectNode> definition,
            JsonNode answer,
            String includeObject,
            boolean withHeaders,
            Instant now) {
        Included included = Included.of(includeObject);
        Layout layout = layout(kind, definition);
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", META_VERSION);
        ObjectNode metadata = table.putObject("metadata");
        for (String field : new String[] {"resourceVersion", "continue", "remainingItemCount"}) {
            JsonNode value = answer.path("metadata").path(field);
            if (!value.isMissingNode() && !value.asText().isEmpty()) {
                metadata.set(field, value);
            }
        }
        table.set("columnDefinitions", withHeaders ? layout.columns() : NullNode.getInstance());
        ArrayNode rows = table.putArray("rows");
        if (answer.path("items").isArray() && answer.path("kind").asText().endsWith("List")) {
            for (JsonNode item : answer.path("items")) {
                rows.add(row(kind, layout, item, included, now));
            }
        } else {
            rows.add(row(kind, layout, answer, included, now));
        }
        return table;
    }

    private static Layout layout(ServedKind kind, Optional<ObjectNode> definition) {
        if (definition.isPresent()) {
            CustomColumns custom =
                    new CustomColumns(definition.get(), kind.type().version());
            return new Layout(custom.definitions(), custom::write);
        }
        return Printers.find(kind.type())
                .map(printer -> new Layout(Columns.of(kind.type()), printer))
                .orElseGet(() -> new Layout(Columns.ofDefault(), Tables::writeDefault));
    }

    private static void writeDefault(JsonNode object, Row row) {
        row.add(Nodes.name(object)).add(Nodes.text(object, "metadata", "creationTimestamp"));
    }

    private static ObjectNode row(ServedKind kind, Layout layout, JsonNode object, Included included, Instant now) {
        JsonNode typed = typed(kind, object);
        Row row = new Row(now);
        layout.printer().write(typed, row);
        return row.finish(
                switch (included) {
                    case NONE -> NullNode.getInstance();
                    case METADATA -> partial(object);
                    case OBJECT -> typed;
                });
    }

    // Items of a list of built-in kinds say neither kind nor version.
    private static JsonNode typed(ServedKind kind, JsonNode object) {
        if (object.has("kind") || !(object instanceof ObjectNode fields)) {
            return object;
        }
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        typed.put("kind", kind.type().kind()).put("apiVersion", kind.type().apiVersion());
        typed.setAll(fields);
        return typed;
    }

    private static ObjectNode partial(JsonNode object) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", META_VERSION);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
