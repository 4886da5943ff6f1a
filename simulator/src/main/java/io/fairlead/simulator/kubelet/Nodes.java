package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.server.ApiServer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Makes nodes: `node-0`, `node-1` …, spread over the zones `zone-a` to `zone-c`.
public final class Nodes {
    public static final ResourceType NODE = new ResourceType("", "v1", "Node", "nodes", false);

    /// A node that carries this label with the value `true` is silent: nothing on it starts, ends or is reported.
    public static final String LOST = "kubeletsim/lost";

    /// Pods that fit on a node; a kubelet's default.
    public static final int PODS_MAX = 110;

    private static final int ZONES = 3;

    private Nodes() {}

    public static boolean isLost(JsonNode node) {
        return node.path("metadata").path("labels").path(LOST).asText("").equals("true");
    }

    /// Those that are there stay as they are.
    ///
    /// @param podsMax how many pods fit on each
    /// @throws IllegalStateException if the server refuses one
    public static void register(ApiServer server, int count, int podsMax, Instant now) {
        ActorClient client = new ActorClient(server, "system:node", "kubelet");
        for (int i = 0; i < count; i++) {
            String name = "node-" + i;
            if (server.find(NODE, "", name).isPresent()) {
                continue;
            }
            ObjectNode node = node(name, i);
            var created = client.create(NODE, "", node);
            if (!created.isSuccess()) {
                throw new IllegalStateException(
                        "node " + name + ": " + created.body().path("message"));
            }
            ObjectNode reported = JsonNodeFactory.instance.objectNode();
            created.body().properties().forEach(field -> reported.set(field.getKey(), field.getValue()));
            reported.set("status", status(name, podsMax, now));
            var status = client.replace(ObjectPath.of(NODE, "", name).status(), reported);
            if (!status.isSuccess()) {
                throw new IllegalStateException(
                        "node " + name + ": " + status.body().path("message"));
            }
        }
    }

    private static ObjectNode node(String name, int index) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("apiVersion", "v1").put("kind", "Node");
        node.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", "amd64")
                .put("topology.kubernetes.io/zone", "zone-" + (char) ('a' + index % ZONES));
        return node;
    }

    private static ObjectNode status(String name, int podsMax, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        for (String field : new String[] {"capacity", "allocatable"}) {
            status.putObject(field).put("cpu", "64").put("memory", "256Gi").put("pods", Integer.toString(podsMax));
        }
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("lastHeartbeatTime", time)
                .put("lastTransitionTime", time)
                .put("reason", "KubeletReady")
                .put("message", "kubelet is posting ready status");
        var addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", Addresses.ofNode(name));
        addresses.addObject().put("type", "Hostname").put("address", name);
        status.putObject("nodeInfo")
                .put("machineID", name)
                .put("systemUUID", name)
                .put("bootID", name)
                .put("kernelVersion", "6.0.0")
                .put("osImage", "Fairlead embedded cluster")
                .put("containerRuntimeVersion", "sim://1.0.0")
                .put("kubeletVersion", "v1.35.4")
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", "amd64");
        return status;
    }
}
