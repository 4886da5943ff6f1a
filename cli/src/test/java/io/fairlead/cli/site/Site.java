package io.fairlead.cli.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.GitSyncOptions;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.server.app.ReconcilerOptions;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A cluster with the reconciler on it, and gitsync once there is something to follow.
public final class Site implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PULL = Duration.ofMillis(100);
    private static final int NODES = 6;
    private static final long PAUSE_MILLIS = 20;
    private static final String DELIVERIES = "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/deliveries/";
    private static final String SOURCES = "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/gitsources/";

    private final Path folder;
    private final Path kubeconfig;
    private final AutoCloseable cluster;
    private final List<Throwable> defects;
    private final FabricKubeApi api;
    private final ReconcilerApplication reconciler;
    private @Nullable GitSyncApplication gitsync;

    private Site(Path folder, Path kubeconfig, AutoCloseable cluster, List<Throwable> defects) {
        this.folder = folder;
        this.kubeconfig = kubeconfig;
        this.cluster = cluster;
        this.defects = defects;
        this.api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime());
        this.reconciler = new ReconcilerApplication(
                new ReconcilerOptions(Optional.of(kubeconfig), true, "test-reconciler", 0, LEASE));
        try {
            reconciler.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ReconcilerApplication.StartException e) {
            throw new AssertionError("the reconciler does not start", e);
        }
    }

    /// An embedded cluster.
    public static Site embedded(Path folder) {
        try {
            List<Throwable> defects = new CopyOnWriteArrayList<>();
            EmbeddedCluster cluster =
                    EmbeddedCluster.start(new EmbeddedCluster.Options(NODES, PULL, 1, 0, 1), defects::add);
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.kubeconfig().write(kubeconfig);
            return new Site(folder, kubeconfig, cluster, defects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A real API server with kubelets that play; the test is skipped where there is none.
    public static Site real(Path folder) {
        RealCluster cluster = RealCluster.start(RealCluster.Options.WITH_WORKERS);
        return new Site(folder, cluster.kubeconfig(), cluster, List.of());
    }

    /// Makes gitsync follow what the YAML says.
    public void follow(String sources) {
        try {
            Path file = Files.writeString(folder.resolve("source.yaml"), sources);
            GitSyncApplication application = new GitSyncApplication(new GitSyncOptions(
                    Optional.of(kubeconfig), file, folder.resolve("data"), "test-gitsync", 0, LEASE));
            application.start();
            gitsync = application;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SourceFile.InvalidException e) {
            throw new AssertionError(sources, e);
        }
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    public void namespace(String name) {
        send(Verb.POST, "/api/v1/namespaces", """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name));
    }

    /// The object at a path, or nothing.
    public Optional<JsonNode> get(String path) {
        ApiResponse response = api.call(ApiRequest.get(path, Map.of()));
        return response.isSuccess() ? Optional.of(response.body()) : Optional.empty();
    }

    public List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        get(path).orElseThrow(() -> new AssertionError(path)).path("items").forEach(items::add);
        return items;
    }

    public void mergePatch(String path, String patch) {
        expect(api.call(new ApiRequest(
                Verb.PATCH, path, new LinkedHashMap<>(), ContentType.MERGE_PATCH, json(patch), ApiRequest.TIMEOUT)));
    }

    public void send(Verb verb, String path, String body) {
        expect(api.call(
                new ApiRequest(verb, path, new LinkedHashMap<>(), ContentType.JSON, json(body), ApiRequest.TIMEOUT)));
    }

    private static void expect(ApiResponse response) {
        if (!response.isSuccess()) {
            throw new AssertionError(response.status() + " " + response.message());
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The Delivery of a scope; empty while there is none.
    public JsonNode delivery(String source, String scope) {
        return get(DELIVERIES + source + "." + scope).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    public String phase(String source, String scope) {
        return delivery(source, scope).at("/status/phase").asText("");
    }

    /// What its Delivery says, message and details.
    public String said(String source, String scope) {
        JsonNode status = delivery(source, scope).path("status");
        StringBuilder said = new StringBuilder(status.path("message").asText());
        status.path("details").forEach(each -> said.append('\n').append(each.asText()));
        return said.toString();
    }

    /// The condition of a GitSource of this type, or nothing.
    public JsonNode condition(String source, String type) {
        JsonNode conditions = get(SOURCES + source)
                .orElseGet(JsonNodeFactory.instance::objectNode)
                .at("/status/conditions");
        for (JsonNode each : conditions) {
            if (each.path("type").asText().equals(type)) {
                return each;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    public void await(String what, BooleanSupplier condition, Supplier<Object> state) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + state.get());
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(what, e);
            }
        }
    }

    public void awaitPhase(String source, String scope, String phase) {
        await(
                source + "/" + scope + " is " + phase,
                () -> phase(source, scope).equals(phase),
                () -> delivery(source, scope).path("status"));
    }

    /// Keeps credentials in Fairlead's own namespace, which is made if it is missing.
    public void secret(String name, Map<String, String> data) {
        if (get("/api/v1/namespaces/fairlead-system").isEmpty()) {
            namespace("fairlead-system");
        }
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1")
                .put("kind", "Secret")
                .putObject("metadata")
                .put("name", name);
        ObjectNode values = secret.putObject("data");
        data.forEach((key, value) ->
                values.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        send(Verb.POST, "/api/v1/namespaces/fairlead-system/secrets", secret.toString());
    }

    /// Defects of the embedded cluster itself that showed up so far.
    public List<Throwable> defects() {
        return List.copyOf(defects);
    }

    @Override
    public void close() {
        GitSyncApplication application = gitsync;
        if (application != null) {
            application.close();
        }
        reconciler.close();
        api.close();
        try {
            cluster.close();
        } catch (Exception e) {
            throw new AssertionError("the cluster does not close", e);
        }
    }
}
