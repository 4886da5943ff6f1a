package io.fairlead.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.fault.FaultPlan.Strike;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.schedule.Dice;
import java.time.Duration;
import java.util.List;

/// Faults of nodes, images and containers.
final class Outages {
    private static final Duration FLAP = Duration.ofSeconds(7);

    private final Cluster cluster;
    private final Tally tally;
    private final ActorClient client;

    Outages(Cluster cluster, Tally tally) {
        this.cluster = cluster;
        this.tally = tally;
        this.client = new ActorClient(cluster.server(), "outage", "outage");
    }

    void strike(Strike strike, Dice dice) {
        switch (strike.fault()) {
            case NODE_LOST -> nodeLost(strike, dice);
            case STUCK_TERMINATING -> stuck(strike, dice);
            case PULL_FAILURE -> pullFailure(strike);
            case CRASH_LOOP -> crashLoop(strike, dice);
            default -> throw new IllegalArgumentException("no outage: " + strike.fault());
        }
    }

    private void nodeLost(Strike strike, Dice dice) {
        List<ObjectNode> nodes = cluster.server().all(Nodes.NODE);
        if (nodes.isEmpty()) {
            return;
        }
        tally.fired(Fault.NODE_LOST);
        String node = name(nodes.get(dice.below(nodes.size())));
        setLost(node, true);
        // Long enough, at times, for the node's pods to count as not ready.
        Duration lasting =
                dice.happens(0.5) ? strike.lasting() : strike.lasting().plusSeconds(60);
        cluster.timeline().after(lasting, "node " + node + " is back", () -> setLost(node, false));
    }

    private void setLost(String node, boolean isLost) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        if (isLost) {
            labels.put(Nodes.LOST, "true");
        } else {
            labels.putNull(Nodes.LOST);
        }
        client.patch(ObjectPath.of(Nodes.NODE, "", node), ContentType.MERGE_PATCH, patch);
    }

    private void stuck(Strike strike, Dice dice) {
        long choice = dice.nextLong();
        cluster.conditions().hangTerminating(pod -> {
            boolean hangs = ((uid(pod).hashCode() ^ choice) & 1) == 0;
            if (hangs) {
                tally.fired(Fault.STUCK_TERMINATING);
            }
            return hangs;
        });
        cluster.timeline().after(strike.lasting(), "pods can end again", () -> {
            cluster.conditions().hangTerminating(_ -> false);
            cluster.kubelets().lookAgain();
        });
    }

    private void pullFailure(Strike strike) {
        cluster.conditions().unpullable(_ -> {
            tally.fired(Fault.PULL_FAILURE);
            return true;
        });
        cluster.timeline().after(strike.lasting(), "images can be pulled again", () -> {
            cluster.conditions().unpullable(_ -> false);
            cluster.kubelets().lookAgain();
        });
    }

    private void crashLoop(Strike strike, Dice dice) {
        List<ObjectNode> pods = cluster.server().all(ResourceType.POD);
        if (pods.isEmpty()) {
            return;
        }
        JsonNode pod = pods.get(dice.below(pods.size()));
        String container =
                pod.path("spec").path("containers").path(0).path("name").asText();
        boolean crashes = dice.happens(0.5);
        flap(uid(pod), container, crashes, (int) (strike.lasting().toSeconds() / FLAP.toSeconds()) + 1, true);
    }

    private void flap(String uid, String container, boolean crashes, int times, boolean isDown) {
        boolean isHit = crashes
                ? cluster.kubelets().crash(uid, container)
                : cluster.kubelets().holdUnready(uid, container, isDown);
        if (isHit) {
            tally.fired(Fault.CRASH_LOOP);
        }
        boolean goesOn = times > 0 && !cluster.isCalm();
        if (goesOn || (!crashes && isDown)) {
            cluster.timeline()
                    .after(
                            FLAP,
                            "container flaps",
                            () -> flap(uid, container, crashes, goesOn ? times - 1 : 0, !isDown));
        }
    }

    /// Everything works again.
    void heal() {
        cluster.conditions().hangTerminating(_ -> false);
        cluster.conditions().unpullable(_ -> false);
        for (ObjectNode node : cluster.server().all(Nodes.NODE)) {
            if (Nodes.isLost(node)) {
                setLost(name(node), false);
            }
        }
        cluster.kubelets().lookAgain();
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
