package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;

/// The row of a pod, the only one with a story of its own: what a person reads as its state is derived from the phase,
/// the states of init containers in order, and the states of containers from last to first.
final class PodRow {
    private final JsonNode pod;
    private final Row row;

    private String reason;
    private long restarts;
    private String lastRestart = "";
    private long ready;
    private long total;
    // Of init containers that run on beside the containers.
    private long sidecarRestarts;
    private String lastSidecarRestart = "";

    private PodRow(JsonNode pod, Row row) {
        this.pod = pod;
        this.row = row;
        this.reason = Nodes.textOr(Nodes.text(pod, "status", "phase"), pod, "status", "reason");
    }

    static void write(JsonNode pod, Row row) {
        new PodRow(pod, row).write();
    }

    private void write() {
        String phase = Nodes.text(pod, "status", "phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            row.completed(phase);
        }
        readGates();
        countContainers();
        boolean isInitializing = readInitContainers();
        if (!isInitializing || Nodes.condition(pod, "Initialized").equals("True")) {
            readContainers();
        }
        if (Nodes.isDeleting(pod)) {
            if (Nodes.text(pod, "status", "reason").equals("NodeLost")) {
                reason = "Unknown";
            } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                reason = "Terminating";
            }
        }
        String restartsText = restarts != 0 && !lastRestart.isEmpty()
                ? restarts + " (" + row.since(lastRestart) + " ago)"
                : Long.toString(restarts);
        row.add(Nodes.name(pod))
                .add(ready + "/" + total)
                .add(reason)
                .add(restartsText)
                .age(pod);
        row.add(Nodes.orNone(
                        Nodes.at(pod, "status", "podIPs").path(0).path("ip").asText()))
                .add(Nodes.textOr(Row.NONE, pod, "spec", "nodeName"))
                .add(Nodes.textOr(Row.NONE, pod, "status", "nominatedNodeName"))
                .add(readinessGates());
    }

    private void readGates() {
        for (JsonNode condition : Nodes.at(pod, "status", "conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("reason").asText().equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
    }

    private void countContainers() {
        total = Nodes.at(pod, "spec", "containers").size();
        for (JsonNode container : Nodes.at(pod, "spec", "initContainers")) {
            if (isSidecar(container)) {
                total++;
            }
        }
    }

    private static boolean isSidecar(JsonNode container) {
        return container.path("restartPolicy").asText().equals("Always");
    }

    private boolean isSidecar(String name) {
        for (JsonNode container : Nodes.at(pod, "spec", "initContainers")) {
            if (container.path("name").asText().equals(name)) {
                return isSidecar(container);
            }
        }
        return false;
    }

    /// @return whether the pod is still, or for ever, at one of its init containers
    private boolean readInitContainers() {
        int index = 0;
        for (JsonNode status : Nodes.at(pod, "status", "initContainerStatuses")) {
            boolean isSidecar = isSidecar(status.path("name").asText());
            countRestarts(status);
            if (isSidecar) {
                sidecarRestarts += status.path("restartCount").asLong();
                lastSidecarRestart = later(lastSidecarRestart, status);
            }
            JsonNode terminated = Nodes.at(status, "state", "terminated");
            boolean isDone =
                    terminated.isObject() && terminated.path("exitCode").asLong() == 0;
            boolean isStartedSidecar = isSidecar && status.path("started").asBoolean();
            if (!isDone && !isStartedSidecar) {
                reason = "Init:" + initReason(status, terminated, index);
                return true;
            }
            if (!isDone && status.path("ready").asBoolean()) {
                ready++;
            }
            index++;
        }
        return false;
    }

    private String initReason(JsonNode status, JsonNode terminated, int index) {
        if (terminated.isObject()) {
            return endReason(terminated);
        }
        String waiting = Nodes.text(status, "state", "waiting", "reason");
        return waiting.isEmpty() || waiting.equals("PodInitializing")
                ? index + "/" + Nodes.at(pod, "spec", "initContainers").size()
                : waiting;
    }

    private static String endReason(JsonNode terminated) {
        String text = terminated.path("reason").asText();
        if (!text.isEmpty()) {
            return text;
        }
        long signal = terminated.path("signal").asLong();
        return signal == 0 ? "ExitCode:" + terminated.path("exitCode").asLong() : "Signal:" + signal;
    }

    private void readContainers() {
        restarts = sidecarRestarts;
        lastRestart = lastSidecarRestart;
        boolean isAnyRunning = false;
        String failure = "";
        JsonNode statuses = Nodes.at(pod, "status", "containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode status = statuses.get(i);
            countRestarts(status);
            String waiting = Nodes.text(status, "state", "waiting", "reason");
            JsonNode terminated = Nodes.at(status, "state", "terminated");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (terminated.isObject()) {
                reason = endReason(terminated);
                if (terminated.path("exitCode").asLong() != 0) {
                    failure = reason;
                }
            } else if (status.path("ready").asBoolean() && Nodes.has(status, "state", "running")) {
                isAnyRunning = true;
                ready++;
            }
        }
        if (reason.equals("Completed")) {
            if (isAnyRunning && Nodes.condition(pod, "Ready").equals("True")) {
                reason = "Running";
            } else if (!failure.isEmpty()) {
                reason = failure;
            } else if (isAnyRunning) {
                reason = "NotReady";
            }
        }
    }

    private void countRestarts(JsonNode status) {
        restarts += status.path("restartCount").asLong();
        lastRestart = later(lastRestart, status);
    }

    // Times are all in UTC and whole seconds, so that their texts compare as they do.
    private static String later(String before, JsonNode status) {
        String finished = Nodes.text(status, "lastState", "terminated", "finishedAt");
        return finished.compareTo(before) > 0 ? finished : before;
    }

    private String readinessGates() {
        JsonNode gates = Nodes.at(pod, "spec", "readinessGates");
        if (gates.isEmpty()) {
            return Row.NONE;
        }
        int passed = 0;
        for (JsonNode gate : gates) {
            if (Nodes.condition(pod, gate.path("conditionType").asText()).equals("True")) {
                passed++;
            }
        }
        return passed + "/" + gates.size();
    }
}
