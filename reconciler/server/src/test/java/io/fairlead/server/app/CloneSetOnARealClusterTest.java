package io.fairlead.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.AuditLog;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.server.testing.CloneSets;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole service against a real API server with simulated kubelets. Each test has a CloneSet of its own.
@Timeout(240)
class CloneSetOnARealClusterTest {
    private static final String COLLECTION = "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets";
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static @Nullable RealCluster running;
    private static @Nullable ReconcilerApplication application;

    @BeforeAll
    static void start() throws Exception {
        RealCluster cluster = RealCluster.start(RealCluster.Options.WITH_WORKERS);
        running = cluster;
        cluster.createNamespace("shop");
        ReconcilerApplication reconciler = new ReconcilerApplication(new ReconcilerOptions(
                Optional.of(cluster.kubeconfig()), true, "test", 0, java.time.Duration.ofSeconds(15)));
        application = reconciler;
        reconciler.start();
    }

    @AfterAll
    static void stop() {
        ReconcilerApplication reconciler = application;
        if (reconciler != null) {
            reconciler.close();
        }
        RealCluster cluster = running;
        if (cluster != null) {
            cluster.close();
        }
    }

    private static RealCluster cluster() {
        RealCluster cluster = running;
        if (cluster == null) {
            throw new IllegalStateException("not started");
        }
        return cluster;
    }

    private static void await(String what, BooleanSupplier condition) {
        cluster().await(what, condition::getAsBoolean);
    }

    private static JsonNode get(String name) {
        return cluster().client().get(COLLECTION + "/" + name).body();
    }

    private static void create(String name, int replicas) {
        cluster()
                .client()
                .post(COLLECTION, CloneSets.manifest(name, replicas, "nginx:1").toString())
                .expectSuccess();
        await(name + " is ready", () -> isDone(name, replicas, "nginx:1"));
    }

    /// Changes it as its owner would; again where the status was written in between.
    private static void edit(String name, Consumer<ObjectNode> change) {
        await(name + " is changed", () -> {
            ObjectNode object = (ObjectNode) get(name);
            change.accept(object);
            return cluster()
                            .client()
                            .put(COLLECTION + "/" + name, object.toString())
                            .status()
                    == 200;
        });
    }

    private static void image(String name, String image) {
        edit(name, object -> ((ObjectNode) object.at("/spec/template/spec/containers/0")).put("image", image));
    }

    private static NavigableMap<String, JsonNode> pods(String name) {
        NavigableMap<String, JsonNode> pods = new TreeMap<>();
        for (JsonNode pod : cluster().client().get(PODS).body().path("items")) {
            if (pod.at("/metadata/labels/app").asText().equals(name)) {
                pods.put(pod.at("/metadata/name").asText(), pod);
            }
        }
        return pods;
    }

    private static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static String main(JsonNode pod) {
        return pod.at("/spec/containers/0/image").asText();
    }

    private static int restarts(JsonNode pod, String container) {
        for (JsonNode status : pod.at("/status/containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("restartCount").asInt();
            }
        }
        return -1;
    }

    private static long ready(String name) {
        return pods(name).values().stream()
                .filter(CloneSetOnARealClusterTest::isReady)
                .count();
    }

    private static boolean isDone(String name, int replicas, String image) {
        JsonNode object = get(name);
        JsonNode status = object.path("status");
        NavigableMap<String, JsonNode> pods = pods(name);
        return pods.size() == replicas
                && pods.values().stream()
                        .allMatch(pod -> isReady(pod) && main(pod).equals(image))
                && status.path("observedGeneration").equals(object.at("/metadata/generation"))
                && status.path("replicas").asInt() == replicas
                && status.path("updatedAvailableReplicas").asInt() == replicas;
    }

    @Test
    @DisplayName(
            "CS-036 an image change keeps uid, node, address and neighbours, at three writes a pod and no conflict")
    void updatesInPlace() {
        create("inplace", 3);
        NavigableMap<String, JsonNode> before = pods("inplace");
        AuditLog.Mark mark = cluster().audit().mark();

        image("inplace", "nginx:2");
        await("it is updated", () -> isDone("inplace", 3, "nginx:2"));

        NavigableMap<String, JsonNode> after = pods("inplace");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, pod) -> {
            JsonNode old = Objects.requireNonNull(before.get(name));
            for (String path : new String[] {"/metadata/uid", "/spec/nodeName", "/status/podIP"}) {
                assertThat(pod.at(path)).as(path).isEqualTo(old.at(path));
            }
            assertThat(restarts(pod, "main")).isEqualTo(restarts(old, "main") + 1);
            assertThat(restarts(pod, "side")).isEqualTo(restarts(old, "side"));
        });
        Map<String, Long> writes = podWritesSince(mark);
        assertThat(writes.keySet()).isEqualTo(before.keySet());
        assertThat(writes.values()).allMatch(count -> count <= 3);
    }

    /// Writes to pods that were not made by kubelets or controllers: those of the service under test.
    private static Map<String, Long> podWritesSince(AuditLog.Mark mark) {
        Map<String, Long> writes = new TreeMap<>();
        for (AuditLog.Write write : cluster().audit().since(mark).writesTo("pods")) {
            if (!write.agent().startsWith("kubeletsim") && !write.agent().startsWith("kube-")) {
                writes.merge(write.name(), 1L, Long::sum);
            }
        }
        return writes;
    }

    @Test
    void scalesOutAndIn() {
        create("scale", 3);

        edit("scale", object -> object.withObject("/spec").put("replicas", 5));
        await("there are five", () -> isDone("scale", 5, "nginx:1"));
        edit("scale", object -> object.withObject("/spec").put("replicas", 2));
        await("there are two", () -> isDone("scale", 2, "nginx:1"));
    }

    @Test
    @DisplayName("CS-037 an env change recreates pods within the budget")
    void recreatesOnEnvChange() {
        create("recreate", 3);
        NavigableMap<String, JsonNode> before = pods("recreate");

        edit(
                "recreate",
                object -> ((ObjectNode) object.at("/spec/template/spec/containers/0/env/0")).put("value", "b"));
        await("all pods are new", () -> {
            assertThat(ready("recreate")).isGreaterThanOrEqualTo(2);
            return isDone("recreate", 3, "nginx:1")
                    && pods("recreate").keySet().stream().noneMatch(before::containsKey);
        });
    }

    @Test
    void partitionHoldsPodsBack() {
        create("partition", 3);

        edit("partition", object -> {
            object.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 2);
            ((ObjectNode) object.at("/spec/template/spec/containers/0")).put("image", "nginx:2");
        });
        await(
                "one is updated",
                () -> get("partition").at("/status/updatedAvailableReplicas").asInt() == 1);
        rest();

        assertThat(pods("partition").values().stream().filter(pod -> main(pod).equals("nginx:2")))
                .hasSize(1);
        assertThat(get("partition").at("/status/expectedUpdatedReplicas").asInt())
                .isEqualTo(1);

        edit(
                "partition",
                object ->
                        object.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 0));
        await("all are updated", () -> isDone("partition", 3, "nginx:2"));
    }

    @Test
    @DisplayName("S1b F19 a broken image takes maxUnavailable pods and no more, and a revert heals them in place")
    void brokenImageStops() {
        create("broken", 3);
        NavigableMap<String, JsonNode> before = pods("broken");

        image("broken", "nginx:broken");
        await(
                "one is broken",
                () -> pods("broken").values().stream().anyMatch(pod -> main(pod).contains("broken")));
        rest();
        assertThat(pods("broken").values().stream().filter(pod -> main(pod).contains("broken")))
                .hasSize(1);
        assertThat(ready("broken")).isEqualTo(2);

        image("broken", "nginx:1");
        await("it is healed", () -> isDone("broken", 3, "nginx:1"));
        assertThat(pods("broken").keySet()).isEqualTo(before.keySet());
    }

    @Test
    @DisplayName("a settled workload gets no writes, leases aside")
    void settledWorkloadIsLeftAlone() {
        create("settled", 2);
        rest();
        AuditLog.Mark mark = cluster().audit().mark();

        rest();

        assertThat(cluster().audit().since(mark).all())
                .filteredOn(write -> write.namespace().equals("shop"))
                .isEmpty();
    }

    private static void rest() {
        try {
            Thread.sleep(QUIET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
