package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Answers without what differs from run to run.
final class Answers {
    private static final List<String> VOLATILE =
            List.of("uid", "resourceVersion", "creationTimestamp", "managedFields");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern CLUSTER_IP = Pattern.compile("10\\.0\\.\\d+\\.\\d+");
    private static final Pattern TIME = Pattern.compile("20[2-9]\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private Answers() {}

    static JsonNode stable(JsonNode answer) {
        ObjectNode copy = answer.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(VOLATILE);
        }
        clean(copy);
        return copy;
    }

    private static void clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> each : new ArrayList<>(object.properties())) {
                if (each.getValue().isTextual()) {
                    object.put(each.getKey(), clean(each.getValue().textValue()));
                } else {
                    clean(each.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, array.textNode(clean(array.get(i).textValue())));
                } else {
                    clean(array.get(i));
                }
            }
        }
    }

    private static String clean(String text) {
        String withoutUids = UID.matcher(text).replaceAll("UID");
        withoutUids = CLUSTER_IP.matcher(withoutUids).replaceAll("CLUSTER-IP");
        return TIME.matcher(withoutUids).matches() ? "TIME" : withoutUids;
    }

    /// The code and body of an answer, as recordings keep it.
    static ObjectNode entry(int code, JsonNode body) {
        ObjectNode entry = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        entry.put("code", code);
        entry.set("body", stable(body));
        return entry;
    }
}
