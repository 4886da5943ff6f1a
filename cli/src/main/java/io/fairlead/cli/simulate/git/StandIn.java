package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import java.time.Duration;

/// Says after a while that a workload has become as its spec wants it, without any pod; one with a broken image stays
/// on its way.
final class StandIn implements CommitListener {
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 15_000;
    private static final int ALL = 100;

    private final VirtualTimeline timeline;
    private final ApiServer server;
    private final ActorClient client;
    private final Dice dice;

    StandIn(VirtualTimeline timeline, ApiServer server, Dice dice) {
        this.timeline = timeline;
        this.server = server;
        this.client = new ActorClient(server, "stand-in", "stand-in");
        this.dice = dice;
    }

    @Override
    public void committed(Commit commit) {
        ObjectNode after = commit.after();
        if (after != null && commit.type().equals(ResourceType.CLONE_SET) && isBehind(after)) {
            String name = after.path("metadata").path("name").asText();
            String namespace = after.path("metadata").path("namespace").asText();
            Duration lasting = Duration.ofMillis(SHORTEST_MILLIS + dice.below(LONGEST_MILLIS));
            timeline.after(lasting, "rolled out", () -> report(namespace, name));
        }
    }

    private static boolean isBehind(JsonNode object) {
        return object.path("metadata").path("generation").asLong()
                != object.path("status").path("observedGeneration").asLong();
    }

    private void report(String namespace, String name) {
        server.find(ResourceType.CLONE_SET, namespace, name)
                .filter(StandIn::isBehind)
                .ifPresent(object -> {
                    ObjectNode patch = JsonNodeFactory.instance.objectNode();
                    patch.set("status", status(object));
                    var _ = client.patch(
                            ObjectPath.of(ResourceType.CLONE_SET, namespace, name)
                                    .status(),
                            ContentType.MERGE_PATCH,
                            patch);
                });
    }

    private static ObjectNode status(JsonNode object) {
        JsonNode spec = object.path("spec");
        int replicas = spec.path("replicas").asInt(1);
        int kept = (replicas * GitRules.partition(object) + ALL - 1) / ALL;
        String image = spec.at("/template/spec/containers/0/image").asText();
        int updated = image.startsWith("broken") ? 0 : replicas - kept;
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "observedGeneration",
                        object.path("metadata").path("generation").asLong())
                .put("replicas", replicas)
                .put("updatedReplicas", updated)
                .put("expectedUpdatedReplicas", replicas - kept)
                .put("readyReplicas", replicas)
                .put("availableReplicas", replicas)
                .put("updatedReadyReplicas", updated)
                .put("updatedAvailableReplicas", updated);
    }
}
