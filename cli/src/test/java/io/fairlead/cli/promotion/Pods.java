package io.fairlead.cli.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.site.Site;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The pods of a namespace as the API server has them now, without those that are going.
///
/// @param namespace in which all pods are of one workload
record Pods(Site site, String namespace) {
    List<JsonNode> all() {
        return site.list("/api/v1/namespaces/" + namespace + "/pods").stream()
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                .toList();
    }

    /// Pods that were told to run this image, ready or not.
    int told(String image) {
        return (int) all().stream().filter(pod -> image(pod).equals(image)).count();
    }

    private static String image(JsonNode pod) {
        return pod.at("/spec/containers/0/image").asText();
    }

    /// Pods that run this image and are ready.
    int ready(String image) {
        return (int) all().stream()
                .filter(pod -> image(pod).equals(image)
                        && pod.at("/status/containerStatuses/0/image").asText().endsWith(image)
                        && isReady(pod))
                .count();
    }

    private static boolean isReady(JsonNode pod) {
        for (JsonNode each : pod.at("/status/conditions")) {
            if (each.path("type").asText().equals("Ready")) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /// Name to uid and node: what an update in place leaves alone.
    SortedMap<String, String> identities() {
        SortedMap<String, String> identities = new TreeMap<>();
        all().forEach(pod -> identities.put(
                pod.at("/metadata/name").asText(),
                pod.at("/metadata/uid").asText() + " "
                        + pod.at("/spec/nodeName").asText()));
        return identities;
    }
}
