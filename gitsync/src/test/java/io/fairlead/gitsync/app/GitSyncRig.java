package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.testing.MemoryApi;
import io.fairlead.kube.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// gitsync on an API server in memory, following one repository at an interval that never comes: whatever it does
/// after its first pass, it does because something woke it.
final class GitSyncRig implements AutoCloseable {
    static final String SOURCE = "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/gitsources/platform";
    static final String DELIVERY =
            "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/deliveries/platform.shop";
    static final String NAMESPACE = "/api/v1/namespaces/shop";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 10;

    final MemoryApi api = new MemoryApi();
    final GitFixture git;
    final int port;
    private final GitSyncApplication application;

    /// @param stage as the policy has it
    GitSyncRig(Path folder, String stage) {
        this.git = new GitFixture(folder);
        this.port = freePort();
        Path source = folder.resolve("source.yaml");
        try {
            Files.writeString(source, """
                    apiVersion: gitops.fairlead.io/v1alpha1
                    kind: PromotionPolicy
                    metadata: {name: shop}
                    spec:
                      stages:
                      - %s
                    ---
                    apiVersion: gitops.fairlead.io/v1alpha1
                    kind: GitSource
                    metadata: {name: platform, namespace: fairlead-system}
                    spec:
                      url: file://%s
                      branch: main
                      interval: 1h
                      stage: prod
                      cluster: memory
                      policyRef: {name: shop}
                      scopes:
                      - {name: shop, path: shop, namespace: shop}
                    """.formatted(stage, git.bare()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        api.put(NAMESPACE, "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}");
        this.application = new GitSyncApplication(
                new GitSyncOptions(
                        Optional.empty(), source, folder.resolve("data"), "test", port, Duration.ofSeconds(15)),
                api,
                new SystemTime());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GitSyncRig start() throws SourceFile.InvalidException {
        application.start();
        return this;
    }

    /// One ConfigMap of the scope, as a file in the work tree.
    GitSyncRig write(String name, String value) {
        git.write("shop/" + name + ".yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                data:
                  value: %s
                """.formatted(name, value));
        return this;
    }

    String value(String name) {
        return configMap(name).map(o -> o.path("data").path("value").asText()).orElse("");
    }

    Optional<ObjectNode> configMap(String name) {
        return api.at(NAMESPACE + "/configmaps/" + name);
    }

    JsonNode status() {
        return api.at(DELIVERY).<JsonNode>map(o -> o.path("status")).orElse(JsonNodeFactory.instance.objectNode());
    }

    boolean isIn(String phase) {
        return status().path("phase").asText().equals(phase);
    }

    /// Changes an object as a person would; its generation rises, so a source is passed over again.
    void edit(String path, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode object = api.at(path).orElseThrow().deepCopy();
        change.accept(object);
        long generation = object.path("metadata").path("generation").asLong();
        object.withObject("/metadata").put("generation", generation + 1);
        api.put(path, object.toString());
    }

    /// Has the source passed over once more.
    void wake() {
        edit(SOURCE, _ -> {});
    }

    void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s within %s; the Delivery says %s", what, atMost, status())
                    .isLessThan(deadline);
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(what, e);
            }
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
