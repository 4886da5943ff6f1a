package io.fairlead.simulator.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.simulator.EmbeddedCluster;
import io.fairlead.simulator.server.SimulatedApi;
import io.fairlead.simulator.wire.ApiCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A cluster whose process is gone from one moment to the next, and another one that goes on with its folder.
@Timeout(60)
class RestartedClusterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EmbeddedCluster.Options OPTIONS =
            new EmbeddedCluster.Options(2, Duration.ofMillis(20), 1, 0, 1);
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String DEFINITION = """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"widgets.example.com"},
             "spec":{"group":"example.com","scope":"Namespaced",
               "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
               "versions":[{"name":"v1","served":true,"storage":true,
                 "schema":{"openAPIV3Schema":{"type":"object",
                   "properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}}""";

    @TempDir
    private Path root = Path.of("");

    /// One life of the cluster.
    private static final class Life implements AutoCloseable {
        private final StateFolder state;
        private final EmbeddedCluster cluster;
        private final SimulatedApi api;

        Life(Path folder) throws Exception {
            state = StateFolder.open(folder);
            cluster = EmbeddedCluster.start(OPTIONS, state, failure -> {
                throw new AssertionError(failure);
            });
            api = new SimulatedApi(cluster.model().server(), cluster.model().lock(), ApiCall.User.ADMIN, "test");
        }

        JsonNode call(Verb verb, String path, ContentType type, @Nullable String body) throws IOException {
            ApiResponse response = api.call(new ApiRequest(
                    verb,
                    path,
                    new LinkedHashMap<>(),
                    type,
                    body == null ? null : JSON.readTree(body),
                    ApiRequest.TIMEOUT));
            assertThat(response.isSuccess()).as(response.body().toString()).isTrue();
            return response.body();
        }

        JsonNode get(String path) {
            try {
                return call(Verb.GET, path, ContentType.JSON, null);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        JsonNode post(String path, String body) throws IOException {
            return call(Verb.POST, path, ContentType.JSON, body);
        }

        void pod(String name) throws IOException {
            post(PODS, """
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},
                     "spec":{"containers":[{"name":"main","image":"app:1"},{"name":"side","image":"side:1"}]}}""".formatted(name));
        }

        void image(String name, String image) throws IOException {
            call(Verb.PATCH, PODS + "/" + name, ContentType.STRATEGIC_MERGE_PATCH, """
                    {"spec":{"containers":[{"name":"main","image":"%s"}]}}""".formatted(image));
        }

        JsonNode status(String name) {
            return get(PODS + "/" + name).path("status");
        }

        boolean runs(String name, String image, int restarts) {
            for (JsonNode each : status(name).path("containerStatuses")) {
                if (each.path("name").asText().equals("main")) {
                    return each.path("image").asText().equals(image)
                            && each.path("ready").asBoolean()
                            && each.path("restartCount").asInt() == restarts;
                }
            }
            return false;
        }

        /// Every pod as it is stored, by name.
        Map<String, JsonNode> pods() {
            Map<String, JsonNode> pods = new TreeMap<>();
            get(PODS)
                    .path("items")
                    .forEach(each -> pods.put(each.at("/metadata/name").asText(), each));
            return pods;
        }

        @Override
        public void close() {
            cluster.close();
            state.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Path killed(Path folder, String name) throws IOException {
        Path copy = Files.createDirectory(root.resolve(name));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.copy(each, copy.resolve(each.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void runningPodsStayAsTheyAre() throws Exception {
        try (Life first = new Life(root.resolve("data"))) {
            first.pod("a");
            first.pod("b");
            await(() -> first.runs("a", "app:1", 0) && first.runs("b", "app:1", 0));
            first.image("a", "app:2");
            await(() -> first.runs("a", "app:2", 1));
            Map<String, JsonNode> before = first.pods();
            String version = first.get(PODS).at("/metadata/resourceVersion").asText();
            try (Life second = new Life(killed(root.resolve("data"), "killed"))) {
                // A pod that is made now has been through scheduler and kubelet: those before it have been looked at.
                second.pod("c");
                await(() -> second.runs("c", "app:1", 0));
                Map<String, JsonNode> after = second.pods();
                JsonNode c = requireNonNull(after.remove("c"));
                // As text: numbers have other classes once they were read from a file.
                assertThat(after.toString()).isEqualTo(before.toString());
                assertThat(c.at("/metadata/resourceVersion").asLong()).isGreaterThan(Long.parseLong(version));
                assertThat(before.values())
                        .extracting(each -> each.at("/metadata/uid"))
                        .doesNotContain(c.at("/metadata/uid"));
                second.image("a", "app:3");
                await(() -> second.runs("a", "app:3", 2));
                assertThat(requireNonNull(second.pods().get("a")).at("/metadata/uid"))
                        .isEqualTo(requireNonNull(before.get("a")).at("/metadata/uid"));
            }
        }
    }

    /// What was asked for and not done yet is done by the next process, whatever moment it was.
    @Test
    void whatWasUnderWayGoesOn() throws Exception {
        try (Life first = new Life(root.resolve("data"))) {
            first.pod("a");
            await(() -> first.runs("a", "app:1", 0));
            first.image("a", "app:2");
            first.pod("b");
            for (int moment = 0; moment < 4; moment++) {
                try (Life next = new Life(killed(root.resolve("data"), "killed-" + moment))) {
                    await(() -> next.runs("a", "app:2", 1) && next.runs("b", "app:1", 0));
                }
            }
            first.call(Verb.DELETE, PODS + "/a", ContentType.JSON, null);
            try (Life next = new Life(killed(root.resolve("data"), "deleted"))) {
                await(() -> !next.pods().containsKey("a"));
            }
        }
    }

    @Test
    void customKindsAreServedAgain() throws Exception {
        JsonNode definition;
        JsonNode widget;
        try (Life first = new Life(root.resolve("data"))) {
            first.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION);
            first.post("/apis/example.com/v1/namespaces/default/widgets", """
                    {"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":3}}""");
            definition = first.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com");
            widget = first.get("/apis/example.com/v1/namespaces/default/widgets/w");
        }
        try (Life second = new Life(root.resolve("data"))) {
            assertThat(second.get("/apis/example.com/v1/namespaces/default/widgets/w"))
                    .isEqualTo(widget);
            assertThat(second.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com"))
                    .isEqualTo(definition);
            second.call(
                    Verb.DELETE,
                    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com",
                    ContentType.JSON,
                    null);
        }
        try (Life third = new Life(root.resolve("data"))) {
            assertThat(third.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
                            .path("items"))
                    .isEmpty();
        }
    }

    /// What every new cluster has is not made again.
    @Test
    void theFirstObjectsAreThoseOfTheFirstLife() throws Exception {
        JsonNode namespaces;
        JsonNode nodes;
        try (Life first = new Life(root.resolve("data"))) {
            namespaces = first.get("/api/v1/namespaces").path("items");
            nodes = first.get("/api/v1/nodes").path("items");
        }
        try (Life second = new Life(root.resolve("data"))) {
            assertThat(second.get("/api/v1/namespaces").path("items")).isEqualTo(namespaces);
            assertThat(second.get("/api/v1/nodes").path("items")).isEqualTo(nodes);
        }
    }
}
