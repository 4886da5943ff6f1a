package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// The real server's normalised answers, one file a scenario.
final class Recordings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINE_CHARS_MAX = 118;

    private Recordings() {}

    static JsonNode read(Scenario scenario) {
        try {
            return JSON.readTree(Files.readString(scenario.recording()));
        } catch (IOException e) {
            throw new UncheckedIOException("record it first: " + scenario.id(), e);
        }
    }

    static void write(Scenario scenario, ArrayNode answers) {
        StringBuilder text = new StringBuilder();
        print(answers, "", text);
        try {
            Files.writeString(scenario.recording(), text.append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What fits on a line stands on one, so that a recording can be read.
    private static void print(JsonNode node, String indent, StringBuilder text) {
        String line = node.toString();
        if (!node.isContainerNode() || indent.length() + line.length() <= LINE_CHARS_MAX) {
            text.append(line);
            return;
        }
        String inner = indent + "  ";
        String separator = "\n" + inner;
        text.append(node.isObject() ? '{' : '[');
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                text.append(separator).append(TextNode.valueOf(each.getKey())).append(": ");
                print(each.getValue(), inner, text);
                separator = ",\n" + inner;
            }
        } else {
            for (JsonNode each : node) {
                text.append(separator);
                print(each, inner, text);
                separator = ",\n" + inner;
            }
        }
        text.append('\n').append(indent).append(node.isObject() ? '}' : ']');
    }

    /// A number has one type on the wire, however it is held in memory.
    private static JsonNode asOnTheWire(JsonNode answers) {
        try {
            return JSON.readTree(answers.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws AssertionError with the differences, if there are any
    static void compare(Scenario scenario, JsonNode answers) {
        JsonNode recorded = read(scenario);
        JsonNode now = asOnTheWire(answers);
        for (JsonNode each : List.of(recorded, now)) {
            Causes.sort(each);
            ResourceLists.sort(each);
        }
        List<String> differences = Differences.between(recorded, now);
        if (!differences.isEmpty()) {
            throw new AssertionError(
                    scenario.id() + " (" + scenario.title() + ")\n   " + String.join("\n   ", differences));
        }
    }
}
