package io.fairlead.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Ends namespaces: deletes everything in one that is being deleted, and lets it go once it is empty.
public final class NamespaceController implements CommitListener {
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final ResourceType EVENT = ResourceType.EVENT;

    private final ApiServer server;
    private final Timeline timeline;
    private final ObjectIndex index;
    private final ActorClient client;
    private final Set<String> ending = new LinkedHashSet<>();

    NamespaceController(ApiServer server, Timeline timeline, ObjectIndex index) {
        this.server = server;
        this.timeline = timeline;
        this.index = index;
        this.client = new ActorClient(
                server, "system:serviceaccount:kube-system:namespace-controller", "kube-controller-manager");
    }

    @Override
    public void committed(Commit commit) {
        ObjectNode after = commit.after();
        if (!commit.type().equals(ResourceType.NAMESPACE)) {
            return;
        }
        if (after != null && after.path("metadata").has("deletionTimestamp")) {
            String name = after.path("metadata").path("name").asText();
            if (ending.add(name)) {
                again(name, LATENCY);
            }
        }
    }

    private void again(String name, Duration delay) {
        timeline.after(delay, "namespace controller empties " + name, () -> empty(name));
    }

    private void empty(String name) {
        Optional<ObjectNode> namespace = server.find(ResourceType.NAMESPACE, "", name);
        if (namespace.isEmpty() || !namespace.get().path("metadata").has("deletionTimestamp")) {
            ending.remove(name);
            return;
        }
        List<ResourceType> types = index.types(name);
        if (types.isEmpty()) {
            client.deleteAll(EVENT, name);
            release(name, namespace.get());
            return;
        }
        types.forEach(type -> client.deleteAll(type, name));
        again(name, index.types(name).isEmpty() ? LATENCY : RETRY);
    }

    private void release(String name, JsonNode namespace) {
        ObjectNode released = JsonNodeFactory.instance.objectNode();
        namespace.properties().forEach(field -> released.set(field.getKey(), field.getValue()));
        released.putObject("spec");
        client.replace(new ObjectPath(ResourceType.NAMESPACE, "", name, "finalize"), released);
        again(name, RETRY);
    }
}
