package io.fairlead.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Notices nodes whose kubelet is silent: after a grace time they count as unreachable and their pods as not ready,
/// later their pods are evicted; when a node comes back it is taken in again. A node that was removed takes its pods
/// with it.
public final class NodeController implements CommitListener {
    /// kube-controller-manager's `--node-monitor-grace-period`.
    static final Duration GRACE = Duration.ofSeconds(50);

    /// The toleration of an unreachable node that each pod gets by default.
    static final Duration EVICTION = Duration.ofMinutes(5);

    /// As the pod garbage collector's quarantine.
    static final Duration ORPHANED = Duration.ofSeconds(40);

    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final ApiServer server;
    private final Timeline timeline;
    private final ActorClient client;
    private final Map<String, Long> silences = new LinkedHashMap<>();
    private long silence;

    NodeController(ApiServer server, Timeline timeline) {
        this.server = server;
        this.timeline = timeline;
        this.client =
                new ActorClient(server, "system:serviceaccount:kube-system:node-controller", "kube-controller-manager");
    }

    @Override
    public void committed(Commit commit) {
        if (!commit.type().equals(Nodes.NODE)) {
            return;
        }
        ObjectNode after = commit.after();
        ObjectNode before = commit.before();
        if (after == null) {
            if (before != null) {
                String name = name(before);
                silences.remove(name);
                timeline.after(ORPHANED, "pods of the removed node " + name + " are removed", () -> removePods(name));
            }
            return;
        }
        String name = name(after);
        if (Nodes.isLost(after) && !silences.containsKey(name)) {
            long mine = ++silence;
            silences.put(name, mine);
            timeline.after(GRACE, "node " + name + " counts as unreachable", () -> unreachable(name, mine));
            timeline.after(
                    GRACE.plus(EVICTION), "pods of the lost node " + name + " are evicted", () -> evict(name, mine));
        } else if (!Nodes.isLost(after) && silences.remove(name) != null) {
            timeline.after(Duration.ofMillis(20), "node " + name + " is back", () -> back(name));
        }
    }

    private boolean isSilentSince(String name, long since) {
        return Long.valueOf(since).equals(silences.get(name));
    }

    private void unreachable(String name, long since) {
        if (!isSilentSince(name, since)) {
            return;
        }
        report(name, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
        ArrayNode taints = JsonNodeFactory.instance.arrayNode();
        for (String effect : List.of("NoSchedule", "NoExecute")) {
            taints.addObject()
                    .put("key", UNREACHABLE)
                    .put("effect", effect)
                    .put(
                            "timeAdded",
                            timeline.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        taint(name, taints);
        podsOf(name).forEach(this::notReady);
    }

    private void back(String name) {
        report(name, "True", "KubeletReady", "kubelet is posting ready status");
        taint(name, JsonNodeFactory.instance.arrayNode());
    }

    private void report(String name, String status, String reason, String message) {
        String now = timeline.now().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", status)
                .put("lastHeartbeatTime", now)
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
        client.patch(ObjectPath.of(Nodes.NODE, "", name).status(), ContentType.STRATEGIC_MERGE_PATCH, patch);
    }

    /// Sets the taints of ours and leaves those of others.
    private void taint(String name, ArrayNode ours) {
        Optional<ObjectNode> node = server.find(Nodes.NODE, "", name);
        if (node.isEmpty()) {
            return;
        }
        ArrayNode taints = ours.deepCopy();
        node.get().path("spec").path("taints").forEach(each -> {
            if (!each.path("key").asText().equals(UNREACHABLE)) {
                taints.add(each);
            }
        });
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").set("taints", taints);
        client.patch(ObjectPath.of(Nodes.NODE, "", name), ContentType.MERGE_PATCH, patch);
    }

    private void notReady(ObjectNode pod) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        String now = timeline.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode condition : pod.path("status").path("conditions")) {
            boolean isReady = condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True");
            conditions.add(
                    isReady
                            ? ((ObjectNode) condition.deepCopy())
                                    .put("status", "False")
                                    .put("lastTransitionTime", now)
                                    .put("reason", "NodeNotReady")
                            : condition);
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status").set("conditions", conditions);
        client.patch(path(pod).status(), ContentType.MERGE_PATCH, patch);
    }

    private void evict(String name, long since) {
        if (isSilentSince(name, since)) {
            podsOf(name).stream()
                    .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                    .forEach(pod -> client.delete(path(pod), ObjectIndex.uid(pod), -1, "Background"));
        }
    }

    private void removePods(String name) {
        if (server.find(Nodes.NODE, "", name).isEmpty()) {
            podsOf(name).forEach(pod -> client.delete(path(pod), ObjectIndex.uid(pod), 0, "Background"));
        }
    }

    private List<ObjectNode> podsOf(String node) {
        List<ObjectNode> pods = new ArrayList<>();
        for (ObjectNode pod : server.all(ResourceType.POD)) {
            if (pod.path("spec").path("nodeName").asText().equals(node)) {
                pods.add(pod);
            }
        }
        return pods;
    }

    private static ObjectPath path(JsonNode pod) {
        return ObjectPath.of(
                ResourceType.POD, pod.path("metadata").path("namespace").asText(), name(pod));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }
}
