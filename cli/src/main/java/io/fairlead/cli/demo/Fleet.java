package io.fairlead.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks at one CloneSet and its pods, as the API server has them now.
final class Fleet {
    private final Resources resources;
    private final String namespace;
    private final String name;

    Fleet(KubeApi api, String namespace, String name) {
        this.resources = new Resources(api, "fairlead-demo");
        this.namespace = namespace;
        this.name = name;
    }

    /// What an update in place must not change.
    ///
    /// @param otherRestarts of the containers that were not released
    record Identity(String uid, String node, String ip, String volumes, int otherRestarts) {}

    private List<JsonNode> pods() {
        Selection selection = Selection.in(ResourceType.POD, namespace).withLabels("app=" + name);
        return switch (resources.list(selection, pod -> pod)) {
            case Resources.Listing.Complete<JsonNode> all ->
                all.items().stream()
                        .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                        .toList();
            case Resources.Listing.Incomplete<JsonNode> _ -> List.of();
        };
    }

    int ready() {
        return (int) pods().stream().filter(Fleet::isReady).count();
    }

    /// Pods that were told to run this image, ready or not.
    int told(String image) {
        return (int) pods().stream()
                .filter(pod -> pod.at("/spec/containers/0/image").asText().endsWith(image))
                .count();
    }

    /// Pods that run this image and are ready.
    int readyWith(String image) {
        return (int)
                pods().stream().filter(pod -> isReady(pod) && runs(pod, image)).count();
    }

    private static boolean runs(JsonNode pod, String image) {
        String main = pod.at("/spec/containers/0/name").asText();
        for (JsonNode status : pod.at("/status/containerStatuses")) {
            if (status.path("name").asText().equals(main)) {
                return status.path("image").asText().endsWith(image)
                        && pod.at("/spec/containers/0/image").asText().endsWith(image);
            }
        }
        return false;
    }

    private static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    Map<String, Identity> identities() {
        Map<String, Identity> identities = new TreeMap<>();
        for (JsonNode pod : pods()) {
            String main = pod.at("/spec/containers/0/name").asText();
            int others = 0;
            for (JsonNode status : pod.at("/status/containerStatuses")) {
                others += status.path("name").asText().equals(main)
                        ? 0
                        : status.path("restartCount").asInt();
            }
            identities.put(
                    pod.at("/metadata/name").asText(),
                    new Identity(
                            pod.at("/metadata/uid").asText(),
                            pod.at("/spec/nodeName").asText(),
                            pod.at("/status/podIP").asText(),
                            pod.at("/spec/volumes").toString(),
                            others));
        }
        return identities;
    }

    /// How often the released containers were restarted, by pod.
    Map<String, Integer> restarts() {
        Map<String, Integer> restarts = new TreeMap<>();
        for (JsonNode pod : pods()) {
            String main = pod.at("/spec/containers/0/name").asText();
            for (JsonNode status : pod.at("/status/containerStatuses")) {
                if (status.path("name").asText().equals(main)) {
                    restarts.put(
                            pod.at("/metadata/name").asText(),
                            status.path("restartCount").asInt());
                }
            }
        }
        return restarts;
    }

    JsonNode cloneSet() {
        return get(ObjectPath.of(ResourceType.CLONE_SET, namespace, name));
    }

    /// What the scope's Delivery says: phase, message and details.
    JsonNode delivery(String source, String scope) {
        return get(ObjectPath.of(ResourceType.DELIVERY, "fairlead-system", source + "." + scope))
                .path("status");
    }

    private JsonNode get(ObjectPath path) {
        return resources.get(path) instanceof Outcome.Applied(JsonNode object)
                ? object
                : JsonNodeFactory.instance.missingNode();
    }

    List<String> names() {
        return new ArrayList<>(identities().keySet());
    }
}
