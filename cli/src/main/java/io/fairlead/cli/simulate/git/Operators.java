package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.gitops.Marks;
import io.fairlead.cli.simulate.git.Item.Workload;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import java.time.Duration;
import java.util.List;

/// The people in the cluster, beside Git: an autoscaler, and somebody who stops everything for a while or deletes
/// what Git keeps.
final class Operators {
    static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap", "configmaps", true);

    private static final int REPLICAS_MAX = 5;

    private final VirtualTimeline timeline;
    private final ApiServer server;
    private final GitHost host;
    private final ActorClient jane;
    private final ActorClient autoscaler;
    private final Dice dice;

    Operators(VirtualTimeline timeline, ApiServer server, GitHost host, Dice dice) {
        this.timeline = timeline;
        this.server = server;
        this.host = host;
        this.jane = new ActorClient(server, "jane", "kubectl");
        this.autoscaler = new ActorClient(server, "autoscaler", "autoscaler");
        this.dice = dice;
    }

    void work(Duration until) {
        Duration pause = Duration.ofMillis(dice.between(10_000, 90_000));
        if (Duration.ofNanos(timeline.nanos()).plus(pause).compareTo(until) < 0) {
            timeline.after(pause, "the operators' next move", () -> {
                move();
                work(until);
            });
        }
    }

    private void move() {
        Duration lasting = Duration.ofSeconds(dice.between(3, 60));
        switch (dice.below(6)) {
            case 0 -> {
                freeze(true);
                timeline.after(lasting, "jane lets the namespace go on", () -> freeze(false));
            }
            case 1 -> {
                suspend(true);
                timeline.after(lasting, "jane lets the source go on", () -> suspend(false));
            }
            case 2 -> deleteOne();
            default -> scale();
        }
    }

    private void freeze(boolean isFrozen) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
        if (isFrozen) {
            annotations.put(Marks.FREEZE, "jane looks at something");
        } else {
            annotations.putNull(Marks.FREEZE);
        }
        var _ = jane.patch(ObjectPath.of(ResourceType.NAMESPACE, "", GitHost.FOLDER), ContentType.MERGE_PATCH, patch);
        timeline.note("jane", isFrozen ? "freezes the namespace" : "lets the namespace go on");
    }

    private void suspend(boolean isSuspended) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("suspend", isSuspended);
        var _ = jane.patch(
                ObjectPath.of(ResourceType.GIT_SOURCE, GitSyncApplication.NAMESPACE, Follower.SOURCE),
                ContentType.MERGE_PATCH,
                patch);
        timeline.note("jane", isSuspended ? "suspends the source" : "lets the source go on");
    }

    private void deleteOne() {
        List<ObjectNode> all = server.all(CONFIG_MAP).stream()
                .filter(each -> each.path("metadata").path("namespace").asText().equals(GitHost.FOLDER))
                .toList();
        if (!all.isEmpty()) {
            JsonNode metadata = all.get(dice.below(all.size())).path("metadata");
            ObjectPath path = ObjectPath.of(
                    CONFIG_MAP, GitHost.FOLDER, metadata.path("name").asText());
            var _ = jane.delete(path, metadata.path("uid").asText(), -1, "Background");
            timeline.note("jane", "deletes ConfigMap " + metadata.path("name").asText());
        }
    }

    /// What Git leaves to whoever scales.
    private void scale() {
        for (Item item : host.head().items().values()) {
            if (item instanceof Workload workload && workload.replicas() < 0) {
                ObjectNode patch = JsonNodeFactory.instance.objectNode();
                int replicas = dice.between(1, REPLICAS_MAX);
                patch.putObject("spec").put("replicas", replicas);
                int status = autoscaler
                        .patch(
                                ObjectPath.of(ResourceType.CLONE_SET, GitHost.FOLDER, workload.name()),
                                ContentType.MERGE_PATCH,
                                patch)
                        .status();
                timeline.note("autoscaler", "scales " + workload.name() + " to " + replicas + " -> " + status);
            }
        }
    }

    /// Nothing is stopped any more.
    void settle() {
        freeze(false);
        suspend(false);
    }
}
