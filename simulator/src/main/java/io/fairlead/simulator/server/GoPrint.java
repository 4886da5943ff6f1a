package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values as Go's `%v` prints them, and conversion errors as apimachinery words them: some messages show these.
final class GoPrint {
    private static final String OF_TYPE = " of type ";
    private static final String CANNOT = "cannot unmarshal ";

    private GoPrint() {}

    static String of(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return "<nil>";
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item)));
            return "[" + String.join(" ", items) + "]";
        }
        if (node.isObject()) {
            TreeMap<String, String> fields = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fields.put(field.getKey(), of(field.getValue()));
            }
            List<String> texts = new ArrayList<>();
            fields.forEach((name, value) -> texts.add(name + ":" + value));
            return "map[" + String.join(" ", texts) + "]";
        }
        return node.asText();
    }

    /// What `FromUnstructured` says where the JSON decoder says something else about the same value.
    static String conversionDefect(String decoderMessage) {
        int found = decoderMessage.indexOf(CANNOT);
        int type = decoderMessage.lastIndexOf(OF_TYPE);
        if (found < 0 || type < 0) {
            return decoderMessage;
        }
        String value = decoderMessage.substring(found + CANNOT.length()).split(" ", 2)[0];
        String wanted = decoderMessage.substring(type + OF_TYPE.length());
        String kind = switch (value) {
            case "number" -> "int64";
            case "object" -> "map";
            case "array" -> "slice";
            default -> value;
        };
        if (wanted.startsWith("map[")) {
            return "cannot restore map from " + kind;
        }
        if (wanted.startsWith("[]")) {
            return "cannot restore slice from " + kind;
        }
        return wanted.indexOf('.') >= 0 ? "cannot restore struct from: " + kind : "unrecognized type: " + wanted;
    }
}
