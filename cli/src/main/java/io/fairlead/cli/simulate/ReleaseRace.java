package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Crds;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.server.run.ElectedLeader;
import io.fairlead.simulator.ClusterActors;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.process.Network;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.process.World;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/// How long one release of a hundred pods takes in place, and how long by new pods: the real reconciler on the embedded
/// cluster, with what the steps of a pod's life cost on a large cluster ([Costs#LARGE_CLUSTER]), on a virtual clock.
public final class ReleaseRace {
    public static final int PODS = 100;

    private static final int NODES = 10;
    private static final int PODS_A_NODE = 30;
    private static final int WATCH_WINDOW = 10_000;
    private static final String NAMESPACE = "shop";
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration LATENCY = Duration.ofMillis(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final VirtualTimeline timeline = new VirtualTimeline(1, START);
    private final ApiServer server = new ApiServer(timeline, new ApiServer.Options(1, WATCH_WINDOW));
    private final ActorClient client = new ActorClient(server, "owner", "kubectl");
    private final String policy;

    private ReleaseRace(String policy) {
        this.policy = policy;
    }

    /// What came of one release.
    ///
    /// @param kept pods that have the uid, node and address that they had before
    public record Result(Duration took, int kept) {}

    /// @param policy `InPlaceIfPossible` or `ReCreate`
    /// @throws IllegalStateException if it does not come to an end
    public static Result run(String policy) {
        return new ReleaseRace(policy).run();
    }

    private Result run() {
        ClusterActors.start(server, timeline, new ClusterActors.Settings(NODES, PODS_A_NODE, Costs.LARGE_CLUSTER));
        Owner owner = new Owner(timeline::note, server, new Dice(1));
        Crds.names().forEach(owner::define);
        timeline.runFor(Duration.ofSeconds(1));
        owner.namespace(ElectedLeader.NAMESPACE);
        owner.namespace(NAMESPACE);
        World world = new World(timeline, World.Server.of(server), Network.perfect(LATENCY), new Dice(1));
        SimProcess process = new SimProcess(world, Engine.ROLE, Engine.ROLE);
        process.start(() -> new Engine(process, process.api()).start());
        Owner.expect(client.create(ResourceType.CLONE_SET, NAMESPACE, cloneSet()));
        until("nginx:1.9.1");
        TreeMap<String, String> before = identities();
        long begun = timeline.nanos();
        Owner.expect(client.patch(
                ObjectPath.of(ResourceType.CLONE_SET, NAMESPACE, "nginx"), ContentType.JSON_PATCH, release()));
        until("nginx:1.9.2");
        Duration took = Duration.ofNanos(timeline.nanos() - begun);
        TreeMap<String, String> after = identities();
        process.end("the race is over");
        return new Result(took, (int) before.entrySet().stream()
                .filter(each -> each.getValue().equals(after.get(each.getKey())))
                .count());
    }

    private void until(String image) {
        long end = timeline.nanos() + PATIENCE.toNanos();
        while (ready(image) < PODS) {
            if (timeline.nanos() > end) {
                throw new IllegalStateException(ready(image) + " of " + PODS + " pods run " + image);
            }
            timeline.runFor(LOOK);
        }
    }

    private int ready(String image) {
        int count = 0;
        for (ObjectNode pod : server.all(ResourceType.POD)) {
            JsonNode status = pod.path("status");
            boolean isReady = status.at("/containerStatuses/0/image").asText().equals(image)
                    && status.at("/containerStatuses/0/ready").asBoolean()
                    && !pod.path("metadata").has("deletionTimestamp");
            for (JsonNode condition : status.path("conditions")) {
                isReady &= !condition.path("type").asText().equals("Ready")
                        || condition.path("status").asText().equals("True");
            }
            count += isReady ? 1 : 0;
        }
        return count;
    }

    private TreeMap<String, String> identities() {
        TreeMap<String, String> identities = new TreeMap<>();
        for (ObjectNode pod : server.all(ResourceType.POD)) {
            identities.put(
                    pod.at("/metadata/name").asText(),
                    pod.at("/metadata/uid").asText()
                            + pod.at("/spec/nodeName").asText()
                            + pod.at("/status/podIP").asText());
        }
        return identities;
    }

    private ObjectNode cloneSet() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", ResourceType.CLONE_SET.apiVersion()).put("kind", "CloneSet");
        object.putObject("metadata").put("name", "nginx");
        ObjectNode spec = object.putObject("spec").put("replicas", PODS);
        spec.putObject("selector").putObject("matchLabels").put("app", "nginx");
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", "nginx");
        ObjectNode pod = template.putObject("spec");
        pod.putArray("containers").addObject().put("name", "nginx").put("image", "nginx:1.9.1");
        pod.withArray("/containers").addObject().put("name", "busybox").put("image", "busybox");
        pod.putArray("volumes")
                .addObject()
                .put("name", "data")
                .putObject("persistentVolumeClaim")
                .put("claimName", "data");
        spec.putObject("updateStrategy")
                .put("type", "RollingUpdate")
                .putObject("rollingUpdate")
                .put("podUpdatePolicy", policy)
                .put("maxUnavailable", "10%");
        return object;
    }

    private static JsonNode release() {
        var patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "replace")
                .put("path", "/spec/template/spec/containers/0/image")
                .put("value", "nginx:1.9.2");
        return patch;
    }
}
