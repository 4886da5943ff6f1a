package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.kubelet.ContainerRun.Surroundings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes down what a kubelet knows of a pod, as the `status` that it reports.
final class PodStatus {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> OWN =
            List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

    private final JsonNode pod;
    private final PodRun run;
    private final Instant now;
    private final Surroundings around;

    private PodStatus(JsonNode pod, PodRun run, Instant now, Surroundings around) {
        this.pod = pod;
        this.run = run;
        this.now = now;
        this.around = around;
    }

    /// The whole status: what others wrote into it stays.
    static ObjectNode of(JsonNode pod, PodRun run, Instant now, Surroundings around) {
        return new PodStatus(pod, run, now, around).compose();
    }

    private ObjectNode compose() {
        ObjectNode status = JSON.objectNode();
        pod.path("status").properties().forEach(field -> status.set(field.getKey(), field.getValue()));
        status.put("observedGeneration", pod.path("metadata").path("generation").asLong(1));
        status.put("phase", phase());
        status.put("startTime", time(run.startTime()));
        addresses(status);
        JsonNode spec = pod.path("spec");
        if (!run.initContainers().isEmpty()) {
            status.set("initContainerStatuses", statuses(run.initContainers(), spec.path("initContainers"), true));
        }
        status.set("containerStatuses", statuses(run.containers(), spec.path("containers"), false));
        status.set("conditions", conditions());
        return status;
    }

    private void addresses(ObjectNode status) {
        String host = Addresses.ofNode(run.node());
        status.put("hostIP", host);
        status.putArray("hostIPs").addObject().put("ip", host);
        if (run.hasNetwork(now)) {
            String ip = Addresses.ofPod(run.uid());
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
        }
    }

    private String phase() {
        if (areAllOver()) {
            return run.containers().stream().allMatch(each -> each.exitCode() == 0) ? "Succeeded" : "Failed";
        }
        boolean haveAllBegun = run.isInitialized() && run.containers().stream().allMatch(ContainerRun::hasInstance);
        return haveAllBegun ? "Running" : "Pending";
    }

    private boolean areAllOver() {
        JsonNode specs = pod.path("spec").path("containers");
        for (int i = 0; i < run.containers().size(); i++) {
            if (!run.containers().get(i).isOver(specs.path(i), around)) {
                return false;
            }
        }
        return !run.containers().isEmpty();
    }

    private ArrayNode statuses(List<ContainerRun> runs, JsonNode specs, boolean isInit) {
        ArrayNode statuses = JSON.arrayNode(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            statuses.add(status(runs.get(i), specs.path(i), isInit));
        }
        return statuses;
    }

    private ObjectNode status(ContainerRun container, JsonNode spec, boolean isInit) {
        ObjectNode status = JSON.objectNode();
        status.put("name", container.name());
        status.set("state", state(container));
        status.set("lastState", JSON.objectNode());
        if (container.hasLast() && container.phase() != ContainerRun.Phase.EXITED) {
            status.set("lastState", terminated(container, container.lastStartedAt()));
        }
        boolean isDone = isInit && container.phase() == ContainerRun.Phase.EXITED && container.exitCode() == 0;
        status.put("ready", isDone || container.isReady(now));
        status.put("restartCount", container.restarts());
        String image = container.image().isEmpty() ? spec.path("image").asText() : container.image();
        status.put("image", image);
        status.put("imageID", container.imageId());
        if (container.hasInstance()) {
            status.put("containerID", id(container));
        }
        status.put("started", container.isRunning());
        if (container.isRunning() && container.resources().isObject()) {
            status.set("resources", container.resources());
            JsonNode requests = container.resources().path("requests");
            if (!requests.isEmpty()) {
                status.set("allocatedResources", requests);
            }
        }
        return status;
    }

    private ObjectNode state(ContainerRun container) {
        ObjectNode state = JSON.objectNode();
        switch (container.phase()) {
            case WAITING -> waiting(state, run.isInitialized() ? "ContainerCreating" : "PodInitializing", "");
            case PULLING, STARTING -> waiting(state, "ContainerCreating", "");
            case IMAGE_BACKOFF ->
                waiting(state, "ImagePullBackOff", "Back-off pulling image \"" + container.image() + "\"");
            case BLOCKED ->
                waiting(state, "CreateContainerConfigError", "a key that the environment needs does not exist");
            case RUNNING, STOPPING -> state.putObject("running").put("startedAt", time(container.startedAt()));
            case EXITED -> {
                return terminated(container, container.lastStartedAt());
            }
            case RESTART_BACKOFF -> waiting(state, "CrashLoopBackOff", "back-off restarting failed container");
        }
        return state;
    }

    private static void waiting(ObjectNode state, String reason, String message) {
        ObjectNode waiting = state.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
    }

    private ObjectNode terminated(ContainerRun container, Instant startedAt) {
        ObjectNode state = JSON.objectNode();
        state.putObject("terminated")
                .put("exitCode", container.exitCode())
                .put("reason", container.exitCode() == 0 ? "Completed" : "Error")
                .put("startedAt", time(startedAt))
                .put("finishedAt", time(container.endedAt()))
                .put("containerID", id(container));
        return state;
    }

    private String id(ContainerRun container) {
        return "sim://" + run.uid() + "-" + container.name() + "-" + container.restarts();
    }

    private ArrayNode conditions() {
        Map<String, JsonNode> old = new TreeMap<>();
        pod.path("status")
                .path("conditions")
                .forEach(each -> old.put(each.path("type").asText(), each));
        List<String> unready = new ArrayList<>();
        for (ContainerRun each : run.containers()) {
            if (!each.isReady(now)) {
                unready.add(each.name());
            }
        }
        boolean areContainersReady = run.isInitialized() && unready.isEmpty();
        List<String> closed = closedGates(old);
        String containersMessage = "containers with unready status: [" + String.join(" ", unready) + "]";
        ArrayNode conditions = JSON.arrayNode();
        conditions.add(condition("PodReadyToStartContainers", run.hasNetwork(now), old, "", ""));
        conditions.add(condition(
                "Initialized", run.isInitialized(), old, "ContainersNotInitialized", "init containers have not ended"));
        conditions.add(
                areContainersReady && !closed.isEmpty()
                        ? condition("Ready", false, old, "ReadinessGatesNotReady", gatesMessage(closed))
                        : condition("Ready", areContainersReady, old, "ContainersNotReady", containersMessage));
        conditions.add(condition("ContainersReady", areContainersReady, old, "ContainersNotReady", containersMessage));
        old.forEach((type, condition) -> {
            if (!OWN.contains(type)) {
                conditions.add(condition);
            }
        });
        return conditions;
    }

    private List<String> closedGates(Map<String, JsonNode> conditions) {
        List<String> closed = new ArrayList<>();
        for (JsonNode gate : pod.path("spec").path("readinessGates")) {
            String type = gate.path("conditionType").asText();
            JsonNode condition = conditions.get(type);
            if (condition == null || !condition.path("status").asText().equals("True")) {
                closed.add(type);
            }
        }
        return closed;
    }

    private static String gatesMessage(List<String> closed) {
        return "the status of pod readiness gate \"" + closed.getFirst() + "\" is not \"True\"";
    }

    private ObjectNode condition(
            String type, boolean isTrue, Map<String, JsonNode> old, String reason, String message) {
        JsonNode before = old.get(type);
        String status = isTrue ? "True" : "False";
        boolean isSame = before != null && before.path("status").asText().equals(status);
        ObjectNode condition = JSON.objectNode();
        condition.put("type", type).put("status", status);
        condition.putNull("lastProbeTime");
        condition.put(
                "lastTransitionTime",
                isSame && before != null ? before.path("lastTransitionTime").asText() : time(now));
        if (!isTrue && !reason.isEmpty()) {
            condition.put("reason", reason).put("message", message);
        }
        return condition;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
