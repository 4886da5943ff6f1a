package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a kubelet knows of one container of one pod. [#advance] is the only thing that moves it from one phase to the
/// next; it looks at the specification and the time, so calling it once more changes nothing.
final class ContainerRun {
    /// The longest wait between two tries, of images and of containers that end; as the kubelet's.
    static final Duration BACKOFF_MAX = Duration.ofMinutes(5);

    static final Duration BACKOFF_FIRST = Duration.ofSeconds(10);

    /// How often a container that cannot be made is tried again.
    static final Duration BLOCKED_RETRY = Duration.ofSeconds(1);

    enum Phase {
        WAITING,
        PULLING,
        IMAGE_BACKOFF,
        BLOCKED,
        STARTING,
        RUNNING,
        STOPPING,
        EXITED,
        RESTART_BACKOFF
    }

    /// What the container's surroundings say.
    interface Surroundings {
        Costs costs();

        /// The image cannot be pulled now.
        boolean isBroken(String image);

        /// Whether everything that the container's environment refers to exists.
        boolean hasConfig(JsonNode container);

        /// The container's environment as it is now.
        JsonNode environment(JsonNode container);

        /// After how long an instance ends by itself, and with which code.
        Optional<Exit> exit(JsonNode container);

        /// Whether an instance that ended with this code is started again.
        boolean isRestarted(JsonNode container, int exitCode);
    }

    record Exit(Duration after, int code) {}

    private final String name;
    private Phase phase = Phase.WAITING;
    private Instant until = Instant.MIN;
    private String image = "";
    private String imageId = "";
    private int restarts;
    private boolean hasInstance;
    private Instant startedAt = Instant.MIN;
    private Instant endedAt = Instant.MIN;
    private Instant lastStartedAt = Instant.MIN;
    private Instant readyAt = Instant.MAX;
    private Instant exitAt = Instant.MAX;
    private int exitCode;
    private boolean hasLast;
    private boolean mustRestart;
    private boolean isHeldUnready;
    private int failures;
    private JsonNode resources = MissingNode.getInstance();
    private JsonNode environment = MissingNode.getInstance();

    ContainerRun(String name) {
        this.name = name;
    }

    /// Takes over what a status says of a container that another process ran. How long it backed off is not in
    /// there, so that begins anew.
    void adopt(JsonNode container, JsonNode status, Instant now, Surroundings around) {
        image = status.path("image").asText();
        imageId = status.path("imageID").asText();
        restarts = status.path("restartCount").asInt();
        hasInstance = status.has("containerID");
        JsonNode state = status.path("state");
        remember(status.path("lastState").path("terminated"));
        if (state.has("running")) {
            startedAt = Reported.time(state.path("running").path("startedAt")).orElse(now);
            readyAt = status.path("ready").asBoolean()
                    ? startedAt
                    : now.plus(around.costs().ready());
            Optional<Exit> exit = around.exit(container);
            exitAt = exit.map(each -> startedAt.plus(each.after())).orElse(Instant.MAX);
            exitCode = exit.map(Exit::code).orElse(exitCode);
            resources = status.path("resources");
            environment = around.environment(container);
            phase = Phase.RUNNING;
        } else if (state.has("terminated")) {
            remember(state.path("terminated"));
            phase = Phase.EXITED;
        } else {
            waitAgain(state.path("waiting").path("reason").asText(), now);
        }
    }

    private void remember(JsonNode terminated) {
        if (terminated.isObject()) {
            hasLast = true;
            lastStartedAt = Reported.time(terminated.path("startedAt")).orElse(Instant.MIN);
            endedAt = Reported.time(terminated.path("finishedAt")).orElse(Instant.MIN);
            exitCode = terminated.path("exitCode").asInt();
        }
    }

    private void waitAgain(String reason, Instant now) {
        switch (reason) {
            case "ImagePullBackOff" -> {
                phase = Phase.IMAGE_BACKOFF;
                until = now.plus(backoff());
            }
            case "CrashLoopBackOff" -> {
                phase = Phase.RESTART_BACKOFF;
                until = now.plus(backoff());
            }
            case "CreateContainerConfigError" -> {
                phase = Phase.BLOCKED;
                until = now.plus(BLOCKED_RETRY);
            }
            default -> phase = Phase.WAITING;
        }
    }

    /// Goes on as far as it can at this time.
    ///
    /// @return when there is something to do although the pod does not change; empty if never
    Optional<Instant> advance(JsonNode container, Instant now, Surroundings around) {
        while (true) {
            Phase before = phase;
            switch (phase) {
                case WAITING -> attempt(container, now, around.costs());
                case PULLING -> pull(container, now, around);
                case IMAGE_BACKOFF -> {
                    if (isOtherImage(container) || !now.isBefore(until)) {
                        attempt(container, now, around.costs());
                    }
                }
                case BLOCKED -> {
                    if (isOtherImage(container)) {
                        attempt(container, now, around.costs());
                    } else if (around.hasConfig(container)) {
                        begin(now, around.costs());
                    } else {
                        until = now.plus(BLOCKED_RETRY);
                    }
                }
                case STARTING -> {
                    if (!now.isBefore(until)) {
                        started(container, now, around);
                    }
                }
                case RUNNING -> run(container, now, around);
                case STOPPING -> {
                    if (!now.isBefore(until)) {
                        ended(now, 0);
                        attempt(container, now, around.costs());
                    }
                }
                case EXITED -> {
                    if (mustRestart || isOtherImage(container) || around.isRestarted(container, exitCode)) {
                        phase = Phase.RESTART_BACKOFF;
                        until = now.plus(backoff());
                    }
                }
                case RESTART_BACKOFF -> {
                    if (!now.isBefore(until)) {
                        attempt(container, now, around.costs());
                    }
                }
            }
            if (phase == before) {
                return next(now);
            }
        }
    }

    private Optional<Instant> next(Instant now) {
        return switch (phase) {
            case WAITING, EXITED -> Optional.empty();
            case PULLING, IMAGE_BACKOFF, BLOCKED, STARTING, STOPPING, RESTART_BACKOFF -> Optional.of(until);
            case RUNNING -> {
                Instant wake = now.isBefore(readyAt) && readyAt.isBefore(exitAt) ? readyAt : exitAt;
                yield wake.equals(Instant.MAX) ? Optional.empty() : Optional.of(wake);
            }
        };
    }

    private boolean isOtherImage(JsonNode container) {
        return !container.path("image").asText().equals(image);
    }

    /// Begins anew with the image that the pod names now.
    private void attempt(JsonNode container, Instant now, Costs costs) {
        image = container.path("image").asText();
        phase = Phase.PULLING;
        boolean isHere = hasInstance && ImageIds.of(image).equals(imageId);
        until = isHere ? now : now.plus(hasInstance ? costs.pullAgain() : costs.pull());
    }

    private void pull(JsonNode container, Instant now, Surroundings around) {
        if (isOtherImage(container)) {
            attempt(container, now, around.costs());
            return;
        }
        if (now.isBefore(until)) {
            return;
        }
        if (around.isBroken(image)) {
            phase = Phase.IMAGE_BACKOFF;
            until = now.plus(backoff());
        } else if (!around.hasConfig(container)) {
            phase = Phase.BLOCKED;
            until = now.plus(BLOCKED_RETRY);
        } else {
            begin(now, around.costs());
        }
    }

    private void begin(Instant now, Costs costs) {
        phase = Phase.STARTING;
        until = now.plus(costs.start());
    }

    private void started(JsonNode container, Instant now, Surroundings around) {
        if (hasInstance) {
            restarts++;
        }
        hasInstance = true;
        mustRestart = false;
        imageId = ImageIds.of(image);
        startedAt = now;
        readyAt = now.plus(around.costs().ready());
        Optional<Exit> exit = around.exit(container);
        exitAt = exit.map(e -> now.plus(e.after())).orElse(Instant.MAX);
        exitCode = exit.map(Exit::code).orElse(0);
        resources = container.path("resources");
        environment = around.environment(container);
        phase = Phase.RUNNING;
    }

    private void run(JsonNode container, Instant now, Surroundings around) {
        boolean isResized = !resources.equals(container.path("resources"));
        if (isOtherImage(container) || mustRestart || (isResized && restartsOnResize(container))) {
            phase = Phase.STOPPING;
            until = now.plus(around.costs().stop());
        } else if (!now.isBefore(exitAt)) {
            ended(now, exitCode);
            phase = Phase.EXITED;
        } else if (isResized) {
            resources = container.path("resources");
        }
    }

    private static boolean restartsOnResize(JsonNode container) {
        for (JsonNode policy : container.path("resizePolicy")) {
            if (policy.path("restartPolicy").asText().equals("RestartContainer")) {
                return true;
            }
        }
        return false;
    }

    private void ended(Instant now, int code) {
        hasLast = true;
        lastStartedAt = startedAt;
        endedAt = now;
        exitCode = code;
        readyAt = Instant.MAX;
        exitAt = Instant.MAX;
        failures = code == 0 ? 0 : failures + 1;
    }

    private Duration backoff() {
        int doublings = Math.min(Math.max(0, failures - 1), 5);
        failures++;
        Duration wait = BACKOFF_FIRST.multipliedBy(1L << doublings);
        return wait.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : wait;
    }

    /// Ends the instance that runs, as a signal does; it is started again.
    void restart() {
        mustRestart = true;
    }

    /// Ends the instance that runs with a failure.
    void crash(Instant now) {
        if (phase == Phase.RUNNING) {
            exitAt = now;
            exitCode = 1;
        }
    }

    /// What the container's readiness probe finds from now on.
    void holdUnready(boolean isHeld) {
        isHeldUnready = isHeld;
    }

    boolean isReady(Instant now) {
        return phase == Phase.RUNNING && !isHeldUnready && !now.isBefore(readyAt);
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /// It has ended and stays so.
    boolean isOver(JsonNode container, Surroundings around) {
        return phase == Phase.EXITED && !around.isRestarted(container, exitCode);
    }

    String name() {
        return name;
    }

    Phase phase() {
        return phase;
    }

    String image() {
        return image;
    }

    String imageId() {
        return imageId;
    }

    int restarts() {
        return restarts;
    }

    boolean hasInstance() {
        return hasInstance;
    }

    int exitCode() {
        return exitCode;
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant endedAt() {
        return endedAt;
    }

    Instant lastStartedAt() {
        return lastStartedAt;
    }

    boolean hasLast() {
        return hasLast;
    }

    JsonNode resources() {
        return resources;
    }

    JsonNode environment() {
        return environment;
    }
}
