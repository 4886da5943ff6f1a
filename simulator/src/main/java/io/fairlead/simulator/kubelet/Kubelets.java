package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.patch.JsonEquality;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// The kubelets of all nodes. A pod that has a node is run; whatever changes about it is looked at after [#LATENCY].
/// What they know of containers is in no API server; of a pod that another process ran they take what its status says.
public final class Kubelets implements CommitListener {
    /// From a change of a pod to its kubelet's look at it.
    static final Duration LATENCY = Duration.ofMillis(5);

    /// A write that the server refused is tried again after this long.
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final ApiServer server;
    private final Timeline timeline;
    private final KubeletConditions conditions;
    private final ActorClient client;
    private final PodSurroundings surroundings;
    private final SequencedMap<String, PodRun> runs = new LinkedHashMap<>();
    private final TreeSet<String> lostNodes = new TreeSet<>();

    public Kubelets(ApiServer server, Timeline timeline, KubeletConditions conditions) {
        this.server = server;
        this.timeline = timeline;
        this.conditions = conditions;
        this.client = new ActorClient(server, "system:node", "kubelet");
        this.surroundings = new PodSurroundings(server, conditions);
    }

    @Override
    public void committed(Commit commit) {
        ObjectNode after = commit.after();
        if (commit.type().equals(ResourceType.POD)) {
            if (after == null) {
                ObjectNode before = commit.before();
                if (before != null) {
                    runs.remove(uid(before));
                }
            } else if (!after.path("spec").path("nodeName").asText().isEmpty()) {
                PodRun run = runs.computeIfAbsent(uid(after), _ -> new PodRun(after));
                wake(run, timeline.now().plus(LATENCY));
            }
        } else if (commit.type().kind().equals("Node") && after != null) {
            nodeChanged(after);
        }
    }

    /// A node whose kubelet says nothing, and whose pods keep their last status and never end.
    private void nodeChanged(ObjectNode node) {
        String name = node.path("metadata").path("name").asText();
        if (Nodes.isLost(node)) {
            lostNodes.add(name);
        } else if (lostNodes.remove(name)) {
            runs.values().stream()
                    .filter(run -> run.node().equals(name))
                    .toList()
                    .forEach(run -> wake(run, timeline.now().plus(LATENCY)));
        }
    }

    private void wake(PodRun run, Instant at) {
        if (run.wake(at)) {
            Duration delay = Duration.between(timeline.now(), at);
            timeline.after(
                    delay.isNegative() ? Duration.ZERO : delay,
                    "kubelet " + run.node() + " looks at " + run.namespace() + "/" + run.name(),
                    () -> look(run));
        }
    }

    private void look(PodRun run) {
        run.woken();
        if (runs.get(run.uid()) != run || lostNodes.contains(run.node())) {
            return;
        }
        Optional<ObjectNode> found = server.find(ResourceType.POD, run.namespace(), run.name());
        if (found.isEmpty() || !uid(found.get()).equals(run.uid())) {
            runs.remove(run.uid());
            return;
        }
        ObjectNode pod = found.get();
        Instant now = timeline.now();
        ContainerRun.Surroundings around = surroundings.of(pod);
        if (!run.isAdmitted()) {
            run.admit(pod, now, around);
        }
        if (pod.path("metadata").has("deletionTimestamp")) {
            end(pod, run, now);
            return;
        }
        run.advance(pod, now, around).ifPresent(at -> wake(run, at));
        report(pod, run, PodStatus.of(pod, run, now, around));
    }

    private void report(ObjectNode pod, PodRun run, ObjectNode status) {
        if (JsonEquality.equal(status, pod.path("status"))) {
            return;
        }
        ObjectNode next = JsonNodeFactory.instance.objectNode();
        pod.properties().forEach(field -> next.set(field.getKey(), field.getValue()));
        next.set("status", status);
        ApiReply reply = client.replace(path(run).status(), next);
        if (!reply.isSuccess() && reply.status() != NOT_FOUND) {
            wake(run, timeline.now().plus(reply.status() == CONFLICT ? LATENCY : RETRY));
        }
    }

    private void end(ObjectNode pod, PodRun run, Instant now) {
        if (conditions.hangsTerminating(pod)) {
            wake(run, now.plus(RETRY));
            return;
        }
        Instant stopped = run.stop(now, conditions.costs());
        if (now.isBefore(stopped)) {
            wake(run, stopped);
            return;
        }
        ApiReply reply = client.delete(path(run), run.uid(), 0, "Background");
        boolean isOver = reply.isSuccess() || reply.status() == NOT_FOUND || reply.status() == CONFLICT;
        if (!isOver) {
            wake(run, now.plus(RETRY));
        }
    }

    /// Ends and starts one container, as a signal does.
    ///
    /// @return false if there is no such container that runs here
    public boolean restart(String podUid, String container) {
        return with(podUid, container, ContainerRun::restart);
    }

    /// One container ends with a failure.
    public boolean crash(String podUid, String container) {
        return with(podUid, container, each -> each.crash(timeline.now()));
    }

    /// What one container's readiness probe says from now on.
    ///
    /// @return false if there is no such container that runs here; it is let go all the same
    public boolean holdUnready(String podUid, String container, boolean isHeld) {
        PodRun run = runs.get(podUid);
        if (!isHeld && run != null) {
            run.container(container).ifPresent(each -> each.holdUnready(false));
        }
        return with(podUid, container, each -> each.holdUnready(isHeld));
    }

    /// The environment with which a container's instance was started; a missing node where none was.
    public JsonNode environment(String podUid, String container) {
        PodRun run = runs.get(podUid);
        return Optional.ofNullable(run)
                .flatMap(each -> each.container(container))
                .map(ContainerRun::environment)
                .orElse(JsonNodeFactory.instance.missingNode());
    }

    /// All of them look at all their pods: something outside of the API server has changed.
    public void lookAgain() {
        runs.values().forEach(run -> wake(run, timeline.now().plus(LATENCY)));
    }

    private boolean with(String podUid, String container, java.util.function.Consumer<ContainerRun> change) {
        PodRun run = runs.get(podUid);
        Optional<ContainerRun> found =
                run == null ? Optional.empty() : run.container(container).filter(ContainerRun::isRunning);
        found.ifPresent(change);
        if (run != null && found.isPresent()) {
            wake(run, timeline.now().plus(LATENCY));
        }
        return found.isPresent();
    }

    private static ObjectPath path(PodRun run) {
        return ObjectPath.of(ResourceType.POD, run.namespace(), run.name());
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
