package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.kubelet.ContainerRun.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a kubelet knows of one pod: its sandbox, and its containers in order.
///
/// Init containers run first and one after the other; those with `restartPolicy: Always` stay (sidecars) and let the
/// next one begin once they run.
final class PodRun {
    private final String uid;
    private final String namespace;
    private final String name;
    private final String node;
    private final List<ContainerRun> initContainers = new ArrayList<>();
    private final List<ContainerRun> containers = new ArrayList<>();
    private Instant networkAt = Instant.MAX;
    private Instant sandboxAt = Instant.MAX;
    private Instant startTime = Instant.MAX;
    private Instant stopAt = Instant.MAX;
    private boolean isInitialized;
    private boolean isWoken;
    private Instant wakeAt = Instant.MAX;

    PodRun(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        this.uid = metadata.path("uid").asText();
        this.namespace = metadata.path("namespace").asText();
        this.name = metadata.path("name").asText();
        JsonNode spec = pod.path("spec");
        this.node = spec.path("nodeName").asText();
        spec.path("initContainers")
                .forEach(each ->
                        initContainers.add(new ContainerRun(each.path("name").asText())));
        spec.path("containers")
                .forEach(each ->
                        containers.add(new ContainerRun(each.path("name").asText())));
    }

    /// The kubelet takes the pod in: a new one, or one whose status says what runs already.
    void admit(JsonNode pod, Instant now, Surroundings around) {
        Costs costs = around.costs();
        Optional<Instant> started = Reported.time(pod.path("status").path("startTime"));
        if (started.isPresent()) {
            adopt(pod, started.get(), now, around);
            return;
        }
        startTime = now;
        networkAt = now.plus(costs.network());
        sandboxAt = hasVolumes(pod) ? networkAt.plus(costs.volume()) : networkAt;
    }

    private void adopt(JsonNode pod, Instant started, Instant now, Surroundings around) {
        JsonNode status = pod.path("status");
        startTime = started;
        networkAt = status.has("podIP") ? started : now.plus(around.costs().network());
        boolean hasSandbox = Reported.hasInstance(status.path("initContainerStatuses"))
                || Reported.hasInstance(status.path("containerStatuses"));
        Instant attachedAt = hasVolumes(pod) ? networkAt.plus(around.costs().volume()) : networkAt;
        sandboxAt = hasSandbox ? networkAt : attachedAt;
        isInitialized = Reported.isTrue(status.path("conditions"), "Initialized");
        JsonNode spec = pod.path("spec");
        adopt(initContainers, spec.path("initContainers"), status.path("initContainerStatuses"), now, around);
        adopt(containers, spec.path("containers"), status.path("containerStatuses"), now, around);
    }

    private static void adopt(
            List<ContainerRun> runs, JsonNode specs, JsonNode statuses, Instant now, Surroundings around) {
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).adopt(specs.path(i), statuses.path(i), now, around);
        }
    }

    boolean isAdmitted() {
        return startTime.isBefore(Instant.MAX);
    }

    private static boolean hasVolumes(JsonNode pod) {
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("persistentVolumeClaim")) {
                return true;
            }
        }
        return false;
    }

    /// Goes on as far as it can.
    ///
    /// @return when there is something to do although the pod does not change; empty if never
    Optional<Instant> advance(JsonNode pod, Instant now, Surroundings around) {
        if (now.isBefore(sandboxAt)) {
            return Optional.of(now.isBefore(networkAt) ? networkAt : sandboxAt);
        }
        JsonNode spec = pod.path("spec");
        Optional<Instant> wake = advanceInit(spec.path("initContainers"), now, around);
        if (!isInitialized) {
            return wake;
        }
        for (int i = 0; i < containers.size(); i++) {
            wake = earlier(
                    wake, containers.get(i).advance(spec.path("containers").path(i), now, around));
        }
        return wake;
    }

    private Optional<Instant> advanceInit(JsonNode specs, Instant now, Surroundings around) {
        Optional<Instant> wake = Optional.empty();
        boolean mayBegin = true;
        for (int i = 0; i < initContainers.size(); i++) {
            ContainerRun run = initContainers.get(i);
            JsonNode spec = specs.path(i);
            boolean isSidecar = spec.path("restartPolicy").asText().equals("Always");
            boolean isDone = !isSidecar && run.phase() == ContainerRun.Phase.EXITED && run.exitCode() == 0;
            if (mayBegin && !isDone) {
                wake = earlier(wake, run.advance(spec, now, around));
                isDone = !isSidecar && run.phase() == ContainerRun.Phase.EXITED && run.exitCode() == 0;
            }
            mayBegin &= isDone || isInitialized || (isSidecar && run.isRunning());
        }
        isInitialized |= mayBegin;
        return wake;
    }

    private static Optional<Instant> earlier(Optional<Instant> left, Optional<Instant> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        return left.get().isBefore(right.get()) ? left : right;
    }

    /// Begins to end all containers, unless that was begun.
    ///
    /// @return when they have ended
    Instant stop(Instant now, Costs costs) {
        if (stopAt.equals(Instant.MAX)) {
            boolean isAnythingRunning = containers.stream().anyMatch(ContainerRun::isRunning);
            stopAt = isAnythingRunning ? now.plus(costs.stop()) : now;
        }
        return stopAt;
    }

    Optional<ContainerRun> container(String container) {
        for (ContainerRun each : containers) {
            if (each.name().equals(container)) {
                return Optional.of(each);
            }
        }
        return initContainers.stream()
                .filter(each -> each.name().equals(container))
                .findFirst();
    }

    /// Notes that it will be looked at by then.
    ///
    /// @return false if it will be, no later, anyway
    boolean wake(Instant at) {
        if (isWoken && !at.isBefore(wakeAt)) {
            return false;
        }
        isWoken = true;
        wakeAt = at;
        return true;
    }

    /// It is looked at now.
    void woken() {
        isWoken = false;
        wakeAt = Instant.MAX;
    }

    String uid() {
        return uid;
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    String node() {
        return node;
    }

    List<ContainerRun> initContainers() {
        return initContainers;
    }

    List<ContainerRun> containers() {
        return containers;
    }

    boolean isInitialized() {
        return isInitialized;
    }

    boolean hasNetwork(Instant now) {
        return !now.isBefore(networkAt);
    }

    Instant startTime() {
        return startTime;
    }
}
