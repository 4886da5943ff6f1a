package io.fairlead.cli.line;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the tests look at in a list of pods.
final class Pods {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Pods() {}

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> items(String list) {
        List<JsonNode> items = new ArrayList<>();
        parse(list).path("items").forEach(items::add);
        return items;
    }

    static boolean isReady(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return false;
        }
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /// The image of a container by spec, and only if its status runs it too.
    static String running(JsonNode pod, String container) {
        String spec = "";
        for (JsonNode c : pod.path("spec").path("containers")) {
            spec = c.path("name").asText().equals(container) ? c.path("image").asText() : spec;
        }
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)
                    && !status.path("image").asText().equals(spec)) {
                return "";
            }
        }
        return spec;
    }

    /// What an update in place must leave alone: name to uid, node, address, volumes and the other container's
    /// restarts.
    static SortedMap<String, String> identities(List<JsonNode> pods) {
        SortedMap<String, String> identities = new TreeMap<>();
        for (JsonNode pod : pods) {
            identities.put(
                    pod.path("metadata").path("name").asText(),
                    String.join(
                            " ",
                            pod.path("metadata").path("uid").asText(),
                            pod.path("spec").path("nodeName").asText(),
                            pod.path("status").path("podIP").asText(),
                            pod.path("spec").path("volumes").toString(),
                            "side restarts " + restarts(pod, "side")));
        }
        return identities;
    }

    static int restarts(JsonNode pod, String container) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("restartCount").asInt(-1);
            }
        }
        return -1;
    }
}
