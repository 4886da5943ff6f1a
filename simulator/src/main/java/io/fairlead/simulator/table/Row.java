package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// The cells of one row while it is written, left to right.
final class Row {
    static final String NONE = "<none>";
    static final String UNSET = "<unset>";

    private final Instant now;
    private final ArrayNode cells = JsonNodeFactory.instance.arrayNode(12);
    private String completed = "";

    Row(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    Row add(String cell) {
        cells.add(cell);
        return this;
    }

    Row add(long cell) {
        cells.add(cell);
        return this;
    }

    Row add(boolean cell) {
        cells.add(cell);
        return this;
    }

    Row add(JsonNode cell) {
        cells.add(cell);
        return this;
    }

    /// The time since the object was made.
    Row age(JsonNode object) {
        return add(since(Nodes.text(object, "metadata", "creationTimestamp")));
    }

    String since(String timestamp) {
        return Ages.since(timestamp, now);
    }

    /// Marks the row as one that a person may want hidden: `Succeeded` or `Failed`.
    void completed(String phase) {
        completed = phase;
    }

    /// @param object what the row carries of the object
    ObjectNode finish(JsonNode object) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("cells", cells);
        if (!completed.isEmpty()) {
            row.putArray("conditions")
                    .addObject()
                    .put("type", "Completed")
                    .put("status", "True")
                    .put("reason", completed)
                    .put(
                            "message",
                            completed.equals("Failed") ? "The pod failed." : "The pod has completed successfully.");
        }
        row.set("object", object);
        return row;
    }
}
