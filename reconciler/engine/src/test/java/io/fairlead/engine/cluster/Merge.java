package io.fairlead.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// As much of the strategic merge patch as pods need: maps merge, null removes, conditions merge by type, owner
/// references by uid with `$patch: delete`.
final class Merge {
    private Merge() {}

    static void into(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(key);
            } else if (value.isObject()) {
                into(target.withObject("/" + key.replace("~", "~0").replace("/", "~1")), value);
            } else if (key.equals("conditions")) {
                list(target.withArray(key), value, "type");
            } else if (key.equals("ownerReferences")) {
                list(target.withArray(key), value, "uid");
            } else {
                target.set(key, value);
            }
        }
    }

    private static void list(ArrayNode target, JsonNode patch, String mergeKey) {
        for (JsonNode each : patch) {
            int index = indexOf(target, each, mergeKey);
            if (each.path("$patch").asText().equals("delete")) {
                if (index >= 0) {
                    target.remove(index);
                }
            } else if (index < 0) {
                target.add(each.deepCopy());
            } else {
                into((ObjectNode) target.get(index), each);
            }
        }
    }

    private static int indexOf(ArrayNode list, JsonNode wanted, String mergeKey) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(mergeKey).equals(wanted.path(mergeKey))) {
                return i;
            }
        }
        return -1;
    }
}
