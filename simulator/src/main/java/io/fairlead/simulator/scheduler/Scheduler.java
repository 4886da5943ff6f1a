package io.fairlead.simulator.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gives each pod that has none a node: of those that fit, one that the pod prefers most, then the one with the fewest
/// pods, then the first by name. A pod that fits nowhere is told so, and tried again when a node or a pod changes.
public final class Scheduler implements CommitListener {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final ApiServer server;
    private final Timeline timeline;
    private final Duration cost;
    private final ActorClient client;
    private final TreeMap<String, NodeLoad> nodes = new TreeMap<>();
    private final Map<String, String> nodeOfPod = new LinkedHashMap<>();
    private final SequencedMap<String, ObjectPath> waiting = new LinkedHashMap<>();
    private final SequencedMap<String, ObjectPath> unschedulable = new LinkedHashMap<>();

    /// @param cost from a pod's creation to its node
    public Scheduler(ApiServer server, Timeline timeline, Duration cost) {
        this.server = server;
        this.timeline = timeline;
        this.cost = cost;
        this.client = new ActorClient(server, "system:kube-scheduler", "kube-scheduler");
    }

    @Override
    public void committed(Commit commit) {
        if (commit.type().equals(ResourceType.POD)) {
            podChanged(commit.before(), commit.after());
        } else if (commit.type().equals(Nodes.NODE)) {
            nodeChanged(commit.before(), commit.after());
        }
    }

    private void podChanged(@Nullable ObjectNode before, @Nullable ObjectNode after) {
        ObjectNode either = after == null ? before : after;
        if (either == null) {
            return;
        }
        String uid = uid(either);
        if (after == null) {
            waiting.remove(uid);
            unschedulable.remove(uid);
            release(uid);
            return;
        }
        JsonNode spec = after.path("spec");
        String node = spec.path("nodeName").asText();
        String phase = after.path("status").path("phase").asText();
        if (!node.isEmpty()) {
            waiting.remove(uid);
            unschedulable.remove(uid);
            if (phase.equals("Succeeded") || phase.equals("Failed")) {
                release(uid);
            } else {
                take(uid, node, after);
            }
        } else if (spec.path("schedulingGates").isEmpty()
                && !after.path("metadata").has("deletionTimestamp")) {
            if (!waiting.containsKey(uid) && !unschedulable.containsKey(uid)) {
                await(uid, path(after), cost);
            }
        }
    }

    private void take(String uid, String node, ObjectNode pod) {
        if (nodeOfPod.putIfAbsent(uid, node) == null) {
            nodes.computeIfAbsent(node, _ -> new NodeLoad(JsonNodeFactory.instance.objectNode()))
                    .add(uid, pod);
        }
    }

    private void release(String uid) {
        String node = nodeOfPod.remove(uid);
        NodeLoad load = node == null ? null : nodes.get(node);
        if (load != null) {
            load.remove(uid);
            retryUnschedulable();
        }
    }

    private void nodeChanged(@Nullable ObjectNode before, @Nullable ObjectNode after) {
        if (after == null) {
            if (before != null) {
                nodes.remove(before.path("metadata").path("name").asText());
            }
            return;
        }
        nodes.computeIfAbsent(after.path("metadata").path("name").asText(), _ -> new NodeLoad(after))
                .node(after);
        retryUnschedulable();
    }

    private void retryUnschedulable() {
        while (!unschedulable.isEmpty()) {
            Map.Entry<String, ObjectPath> first = unschedulable.pollFirstEntry();
            await(first.getKey(), first.getValue(), Duration.ZERO);
        }
    }

    private void await(String uid, ObjectPath path, Duration delay) {
        waiting.put(uid, path);
        timeline.after(delay, "scheduler places " + path.namespace() + "/" + path.name(), () -> place(uid, path));
    }

    private void place(String uid, ObjectPath path) {
        if (waiting.remove(uid) == null) {
            return;
        }
        Optional<ObjectNode> found = server.find(ResourceType.POD, path.namespace(), path.name());
        if (found.isEmpty() || !uid(found.get()).equals(uid)) {
            return;
        }
        ObjectNode pod = found.get();
        Map<String, Integer> refusals = new TreeMap<>();
        Optional<String> node = choose(pod, refusals);
        if (node.isPresent()) {
            bind(uid, path, node.get());
        } else {
            unschedulable.put(uid, path);
            tell(path, pod, refusals);
        }
    }

    private Optional<String> choose(ObjectNode pod, Map<String, Integer> refusals) {
        String best = "";
        int bestPreference = 0;
        int bestPods = 0;
        NodeLoad.Demand demand = NodeLoad.Demand.of(pod);
        for (Map.Entry<String, NodeLoad> entry : nodes.entrySet()) {
            NodeLoad load = entry.getValue();
            String refusal = NodeFit.refusal(pod, load.node());
            if (refusal.isEmpty()) {
                refusal = load.refusal(demand);
            }
            if (!refusal.isEmpty()) {
                refusals.merge(refusal, 1, Integer::sum);
                continue;
            }
            int preference = NodeFit.preference(pod, load.node());
            boolean isBetter = best.isEmpty()
                    || preference > bestPreference
                    || (preference == bestPreference && load.pods() < bestPods);
            if (isBetter) {
                best = entry.getKey();
                bestPreference = preference;
                bestPods = load.pods();
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private void bind(String uid, ObjectPath path, String node) {
        ObjectNode binding = JsonNodeFactory.instance.objectNode();
        binding.put("apiVersion", "v1").put("kind", "Binding");
        binding.putObject("metadata")
                .put("name", path.name())
                .put("namespace", path.namespace())
                .put("uid", uid);
        binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", node);
        ApiReply reply =
                client.post(new ObjectPath(ResourceType.POD, path.namespace(), path.name(), "binding"), binding);
        if (!reply.isSuccess() && reply.status() != CONFLICT && reply.status() != NOT_FOUND) {
            await(uid, path, RETRY);
        }
    }

    /// As kube-scheduler words it.
    private void tell(ObjectPath path, ObjectNode pod, Map<String, Integer> refusals) {
        StringBuilder message = new StringBuilder("0/" + nodes.size() + " nodes are available");
        String separator = ": ";
        for (Map.Entry<String, Integer> each : refusals.entrySet()) {
            message.append(separator).append(each.getValue()).append(' ').append(each.getKey());
            separator = ", ";
        }
        message.append('.');
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (!condition.path("type").asText().equals("PodScheduled")) {
                conditions.add(condition);
            } else if (condition.path("message").asText().contentEquals(message)) {
                return;
            }
        }
        Instant now = timeline.now().truncatedTo(ChronoUnit.SECONDS);
        conditions
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", now.toString())
                .put("reason", "Unschedulable")
                .put("message", message.toString());
        ObjectNode next = JsonNodeFactory.instance.objectNode();
        pod.properties().forEach(field -> next.set(field.getKey(), field.getValue()));
        ObjectNode status = next.putObject("status");
        pod.path("status").properties().forEach(field -> status.set(field.getKey(), field.getValue()));
        status.set("conditions", conditions);
        client.replace(path.status(), next);
    }

    private static ObjectPath path(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        return ObjectPath.of(
                ResourceType.POD,
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
