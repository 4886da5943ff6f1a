package io.fairlead.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// The two merge patches.
final class Patches {
    private Patches() {}

    /// RFC 7386.
    static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(target.withObject("/" + escaped(field.getKey())), field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        }
    }

    /// As far as pods need it: conditions merge by type, containers by name, all other lists are replaced.
    static void strategic(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()) {
                strategic(target.withObject("/" + escaped(field.getKey())), value);
            } else if (field.getKey().equals("conditions")) {
                mergeBy("type", target.withArray("/conditions"), value);
            } else if (field.getKey().equals("containers")) {
                mergeBy("name", target.withArray("/containers"), value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }

    private static void mergeBy(String key, ArrayNode target, JsonNode patch) {
        for (JsonNode entry : patch) {
            boolean isFound = false;
            for (JsonNode known : target) {
                if (known.path(key).equals(entry.path(key))) {
                    strategic((ObjectNode) known, entry);
                    isFound = true;
                }
            }
            if (!isFound) {
                target.add(entry);
            }
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
