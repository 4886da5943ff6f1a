package io.fairlead.cli.line;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.AuditLog;
import io.fairlead.api.testing.RealCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The whole line on one real cluster: a repository, both programs, and ways to look at what came of it.
final class Line implements AutoCloseable {
    static final String CLUSTER = "real";
    static final String SCOPE = "shop";
    private static final String LEASE_SECONDS = "3";
    static final String CLONE_SETS = "/apis/apps.kruise.io/v1beta1/namespaces/" + SCOPE + "/clonesets";
    private static final String PODS = "/api/v1/namespaces/" + SCOPE + "/pods";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final RealCluster cluster;
    final Repository repository;
    final Program reconciler;
    final Program gitsync;
    private final Path folder;

    private Line(Path folder, RealCluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
        this.repository = Repository.create(folder);
        Path source = folder.resolve("source.yaml");
        try {
            Files.writeString(source, Manifests.source(repository.url(), SCOPE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kubeconfig = cluster.kubeconfig().toString();
        this.reconciler = new Program(
                folder.resolve("reconciler.log"),
                "reconciler",
                "--kubeconfig",
                kubeconfig,
                "--install",
                "--lease-seconds",
                LEASE_SECONDS);
        this.gitsync = new Program(
                folder.resolve("gitsync.log"),
                "gitsync",
                "--kubeconfig",
                kubeconfig,
                "--source",
                source.toString(),
                "--data",
                folder.resolve("data").toString(),
                "--lease-seconds",
                LEASE_SECONDS);
    }

    static Line start(Path folder, RealCluster.Options options) {
        RealCluster cluster = RealCluster.start(options);
        try {
            cluster.createNamespace(SCOPE);
            Line line = new Line(folder, cluster);
            line.reconciler.start();
            line.await(
                    "the definitions are served",
                    () -> line.api().get(CLONE_SETS).status() == 200
                            && line.api()
                                            .get("/apis/gitops.fairlead.io/v1alpha1/deliveries")
                                            .status()
                                    == 200);
            line.gitsync.start();
            return line;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    ApiClient api() {
        return cluster.client();
    }

    AuditLog audit() {
        return cluster.audit();
    }

    List<JsonNode> pods() {
        List<JsonNode> pods = new ArrayList<>();
        api().get(PODS).expectSuccess().body().path("items").forEach(pods::add);
        return pods;
    }

    JsonNode cloneSet() {
        return api().get(CLONE_SETS + "/checkout").body();
    }

    JsonNode delivery() {
        JsonNode items = api().get("/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/deliveries")
                .body()
                .path("items");
        return items.path(0);
    }

    String phase() {
        return delivery().path("status").path("phase").asText();
    }

    String waitsFor() {
        return delivery().path("status").path("message").asText();
    }

    /// All pods exist, run the image and are ready, and the CloneSet says so too.
    boolean isSettled(String image, int replicas) {
        List<JsonNode> pods = pods();
        JsonNode cloneSet = cloneSet();
        JsonNode status = cloneSet.path("status");
        return pods.size() == replicas
                && pods.stream()
                        .allMatch(
                                p -> Pods.isReady(p) && Pods.running(p, "main").equals(image))
                && status.path("observedGeneration").asLong()
                        == cloneSet.path("metadata").path("generation").asLong()
                && status.path("updatedAvailableReplicas").asInt() == replicas;
    }

    void awaitSettled(String image, int replicas) {
        await("all " + replicas + " pods run " + image, () -> isSettled(image, replicas));
    }

    void awaitPhase(String phase) {
        await("phase " + phase, () -> phase().equals(phase));
    }

    void await(String what, java.util.function.Supplier<Boolean> condition) {
        Run.await(what, PATIENCE, condition, this::state);
    }

    String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", cluster.kubeconfig().toString(), "-n", SCOPE));
        command.addAll(List.of(arguments));
        return Run.command(folder, Map.of("HOME", folder.toString()), command);
    }

    /// What to print when something did not come about.
    String state() {
        StringBuilder state = new StringBuilder();
        state.append("delivery: ").append(delivery().path("status")).append('\n');
        state.append("cloneset: ").append(cloneSet().path("status")).append('\n');
        for (JsonNode pod : pods()) {
            state.append("pod ")
                    .append(pod.path("metadata").path("name").asText())
                    .append(' ')
                    .append(pod.path("metadata").path("labels"))
                    .append(' ')
                    .append(pod.path("status").path("conditions"))
                    .append('\n');
        }
        return state.append("reconciler:\n")
                .append(reconciler.logTail(40))
                .append("\ngitsync:\n")
                .append(gitsync.logTail(40))
                .toString();
    }

    @Override
    public void close() {
        gitsync.close();
        reconciler.close();
        cluster.close();
    }
}
