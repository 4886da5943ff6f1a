package io.fairlead.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.server.testing.CloneSets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same program twice on one real cluster.
@Timeout(240)
class TwoReconcilersTest {
    private static final String WEB = "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/web";
    private static final String LEASE =
            "/apis/coordination.k8s.io/v1/namespaces/fairlead-system/leases/fairlead-reconciler";
    private static final Duration SHORT_LEASE = Duration.ofSeconds(3);

    private static ReconcilerApplication start(RealCluster cluster, String identity, int port) throws Exception {
        ReconcilerApplication application = new ReconcilerApplication(
                new ReconcilerOptions(Optional.of(cluster.kubeconfig()), true, identity, port, SHORT_LEASE));
        application.start();
        return application;
    }

    private static String holder(RealCluster cluster) {
        return cluster.client().get(LEASE).body().at("/spec/holderIdentity").asText();
    }

    private static void awaitReady(RealCluster cluster, int replicas, String image) {
        cluster.await(replicas + " pods run " + image, () -> {
            JsonNode web = cluster.client().get(WEB).body();
            return web.at("/status/updatedReadyReplicas").asInt() == replicas
                    && web.at("/status/observedGeneration").equals(web.at("/metadata/generation"));
        });
    }

    private static void image(RealCluster cluster, String image) {
        cluster.await("the image is changed", () -> {
            ObjectNode web = (ObjectNode) cluster.client().get(WEB).body();
            ((ObjectNode) web.at("/spec/template/spec/containers/0")).put("image", image);
            return cluster.client().put(WEB, web.toString()).status() == 200;
        });
    }

    @Test
    @DisplayName("F14 the second waits, and goes on with a rollout that the first left half-way")
    void secondTakesOver() throws Exception {
        try (RealCluster cluster = RealCluster.start(RealCluster.Options.WITH_WORKERS)) {
            cluster.createNamespace("shop");
            ReconcilerApplication first = start(cluster, "first", 0);
            cluster.await("the first leads", () -> holder(cluster).startsWith("first"));
            int port = freePort();
            try (ReconcilerApplication second = start(cluster, "second", port)) {
                cluster.await("the second is ready", () -> probe(port, "ready") == 200);
                assertThat(probe(port, "live")).isEqualTo(200);
                cluster.client()
                        .post(
                                "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets",
                                CloneSets.manifest("web", 4, "nginx:1").toString())
                        .expectSuccess();
                awaitReady(cluster, 4, "nginx:1");

                image(cluster, "nginx:2");
                cluster.await(
                        "the rollout has begun",
                        () -> cluster.client()
                                        .get(WEB)
                                        .body()
                                        .at("/status/updatedReplicas")
                                        .asInt()
                                > 0);
                first.close();
                assertThat(first.awaitEnd()).isZero();

                awaitReady(cluster, 4, "nginx:2");
                assertThat(holder(cluster)).startsWith("second");
                assertThat(second.isLeading()).isTrue();
            }
            assertThat(holder(cluster)).isEmpty();
        }
    }

    @Test
    @DisplayName("S12 a leader whose lease is taken writes no more, and ends with code 1")
    void lostLeaseEndsTheProcess() throws Exception {
        try (RealCluster cluster = RealCluster.start(RealCluster.Options.WITH_WORKERS)) {
            cluster.createNamespace("shop");
            try (ReconcilerApplication reconciler = start(cluster, "first", 0)) {
                cluster.await("it leads", reconciler::isLeading);
                // Somebody takes the lease by force, and keeps it.
                cluster.await("the lease is taken", () -> {
                    ObjectNode lease = (ObjectNode) cluster.client().get(LEASE).body();
                    lease.withObject("/spec").put("holderIdentity", "thief").put("leaseDurationSeconds", 3600);
                    return cluster.client().put(LEASE, lease.toString()).status() == 200;
                });

                assertThat(reconciler.awaitEnd()).isEqualTo(1);
                assertThat(reconciler.isLeading()).isFalse();
                cluster.client()
                        .post(
                                "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets",
                                CloneSets.manifest("web", 1, "nginx:1").toString())
                        .expectSuccess();
            }
            assertThat(cluster.client()
                            .get("/api/v1/namespaces/shop/pods")
                            .body()
                            .path("items"))
                    .isEmpty();
        }
    }

    private static int probe(int port, String what) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/" + what))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
