package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of a custom kind: its definition's `additionalPrinterColumns`, or `Age`, as apiextensions-apiserver
/// turns them into cells. A value of another type than the column's is no value.
final class CustomColumns {
    private static final String CREATED_PATH = ".metadata.creationTimestamp";

    private record Column(String type, JsonPath path) {}

    private final ArrayNode definitions = JsonNodeFactory.instance.arrayNode();
    private final List<Column> columns = new ArrayList<>();

    /// @param definition a CustomResourceDefinition
    /// @param version one of its versions
    CustomColumns(ObjectNode definition, String version) {
        definitions.add(Columns.NAME);
        JsonNode printed = printerColumns(definition, version);
        if (printed.isEmpty()) {
            add(Columns.define("Age", "date", "", Columns.CREATED_DESCRIPTION, 0), CREATED_PATH);
        }
        for (JsonNode column : printed) {
            String path = column.path("jsonPath").asText();
            String description = Nodes.textOr(
                    "Custom resource definition column (in JSONPath format): " + path, column, "description");
            boolean isKnown = add(
                    Columns.define(
                            column.path("name").asText(),
                            column.path("type").asText(),
                            column.path("format").asText(),
                            description,
                            column.path("priority").asInt()),
                    path);
            if (!isKnown) {
                // kube-apiserver, too, stops at the first path that it cannot read.
                return;
            }
        }
    }

    private static JsonNode printerColumns(ObjectNode definition, String version) {
        for (JsonNode each : definition.path("spec").path("versions")) {
            if (each.path("name").asText().equals(version)) {
                return each.path("additionalPrinterColumns");
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private boolean add(ObjectNode definition, String path) {
        Optional<JsonPath> parsed = JsonPath.parse(path);
        parsed.ifPresent(each -> {
            definitions.add(definition);
            columns.add(new Column(definition.path("type").asText(), each));
        });
        return parsed.isPresent();
    }

    ArrayNode definitions() {
        return definitions;
    }

    void write(JsonNode object, Row row) {
        row.add(Nodes.name(object));
        for (Column column : columns) {
            row.add(column.path()
                    .first(object)
                    .map(value -> cell(column.type(), value, row))
                    .orElse(NullNode.getInstance()));
        }
    }

    private static JsonNode cell(String type, JsonNode value, Row row) {
        return switch (type) {
            case "string" -> TextNode.valueOf(text(value));
            case "integer" -> value.isNumber() ? LongNode.valueOf(value.asLong()) : NullNode.getInstance();
            case "number" -> value.isNumber() ? number(value) : NullNode.getInstance();
            case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
            case "date" -> value.isTextual() ? TextNode.valueOf(row.since(value.asText())) : NullNode.getInstance();
            default -> NullNode.getInstance();
        };
    }

    // Go prints a whole float64 without a point.
    private static JsonNode number(JsonNode value) {
        double number = value.asDouble();
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? LongNode.valueOf((long) number)
                : DoubleNode.valueOf(number);
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "<no value>";
        }
        return value.isContainerNode() ? SortedJson.write(value) : value.asText();
    }
}
