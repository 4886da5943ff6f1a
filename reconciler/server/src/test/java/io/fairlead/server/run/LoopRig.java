package io.fairlead.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.server.testing.CloneSets;
import io.fairlead.server.testing.FakeApiServer;
import io.fairlead.server.testing.FakeKubelet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The whole loop on a fake server with a fake kubelet.
final class LoopRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(5);

    final FakeApiServer server = new FakeApiServer();
    final SkippingTime time = new SkippingTime();
    private final FakeKubelet kubelet = new FakeKubelet(server);
    private final ReconcileLoop loop = new ReconcileLoop(server, time, new SoleLeader("test", 1));

    void start() {
        loop.start();
        loop.lead();
    }

    void create(ObjectNode cloneSet) {
        server.put(CloneSets.path(cloneSet.path("metadata").path("name").asText()), cloneSet);
    }

    /// Changes the CloneSet `web` as its owner would.
    void edit(Consumer<ObjectNode> change) {
        ObjectNode object = web();
        change.accept(object);
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("generation", metadata.path("generation").asLong() + 1);
        server.put(CloneSets.path("web"), object);
    }

    static void image(ObjectNode cloneSet, String image) {
        ((ObjectNode) cloneSet.at("/spec/template/spec/containers/0")).put("image", image);
    }

    ObjectNode web() {
        return server.find(CloneSets.path("web")).orElseThrow();
    }

    List<ObjectNode> pods() {
        return server.all("/api/v1/namespaces/shop/pods");
    }

    long podsAt(String image) {
        return pods().stream()
                .filter(pod -> pod.at("/spec/containers/0/image").asText().equals(image))
                .count();
    }

    long ready() {
        return pods().stream().filter(LoopRig::isReady).count();
    }

    static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /// Everything ready, on this image, and reported.
    boolean isDone(int replicas, String image) {
        JsonNode status = web().path("status");
        return pods().size() == replicas
                && podsAt(image) == replicas
                && ready() == replicas
                && status.path("observedGeneration").asLong()
                        == web().path("metadata").path("generation").asLong()
                && status.path("updatedReadyReplicas").asInt() == replicas
                && status.path("replicas").asInt() == replicas;
    }

    JsonNode condition(String type) {
        for (JsonNode condition : web().path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return web().path("nothing");
    }

    /// Lets the kubelet turn until it holds.
    void await(String what, BooleanSupplier condition) {
        await(what, condition, kubelet::turn);
    }

    void awaitWithoutKubelet(String what, BooleanSupplier condition) {
        await(what, condition, () -> false);
    }

    private void await(String what, BooleanSupplier condition, BooleanSupplier turn) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            var _ = turn.getAsBoolean();
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain: " + what + "\n" + web().path("status") + "\n" + pods());
            }
            pause(TURN);
        }
    }

    /// Lets the kubelet turn for a while in which nothing should happen.
    void rest(Duration duration) {
        Instant end = Instant.now().plus(duration);
        while (Instant.now().isBefore(end)) {
            kubelet.turn();
            pause(TURN);
        }
    }

    void restWithoutKubelet(Duration duration) {
        Instant end = Instant.now().plus(duration);
        while (Instant.now().isBefore(end)) {
            pause(TURN);
        }
    }

    /// A pod whose containers stopped being ready.
    void takeDown(ObjectNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            String type = condition.path("type").asText();
            if (type.equals("Ready") || type.equals("ContainersReady")) {
                ((ObjectNode) condition).put("status", "False");
            }
        }
        server.put(
                "/api/v1/namespaces/shop/pods/"
                        + pod.path("metadata").path("name").asText(),
                pod);
    }

    List<ApiRequest> writes() {
        return server.writes();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            var _ = loop.close(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
