package io.fairlead.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Watches over HTTP: each event arrives at once, and either side can end them.
@Timeout(60)
class FrontWatchesTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private EmbeddedCluster cluster;
    private FrontClient client;

    @BeforeEach
    void start() throws IOException {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Options(0, Duration.ZERO, 1, 0, 1), failures::add);
        client = new FrontClient(cluster);
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
        assertThat(failures).isEmpty();
    }

    private void create(String name) {
        assertThat(client.post(CONFIG_MAPS, "application/json", "{\"metadata\":{\"name\":\"" + name + "\"}}")
                        .statusCode())
                .isEqualTo(201);
    }

    private BufferedReader watch(String query, String accept) {
        HttpResponse<InputStream> response = client.send(
                client.request(CONFIG_MAPS + "?watch=true" + query).header("Accept", accept),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void eventsArriveAsTheyHappen() throws IOException {
        try (BufferedReader events = watch("", "application/json")) {
            create("a");
            JsonNode first = JSON.readTree(events.readLine());
            assertThat(first.path("type").asText()).isEqualTo("ADDED");
            assertThat(first.path("object").path("metadata").path("name").asText())
                    .isEqualTo("a");
            create("b");
            assertThat(JSON.readTree(events.readLine())
                            .path("object")
                            .path("metadata")
                            .path("name")
                            .asText())
                    .isEqualTo("b");
        }
    }

    @Test
    void onlyTheFirstTableNamesItsColumns() throws IOException {
        create("a");
        try (BufferedReader events = watch("", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")) {
            JsonNode first = JSON.readTree(events.readLine()).path("object");
            assertThat(first.path("kind").asText()).isEqualTo("Table");
            assertThat(first.path("columnDefinitions")).hasSize(3);
            create("b");
            JsonNode second = JSON.readTree(events.readLine()).path("object");
            assertThat(second.path("columnDefinitions").isNull()).isTrue();
            assertThat(second.path("rows").path(0).path("cells").path(0).asText())
                    .isEqualTo("b");
        }
    }

    @Test
    void theServerEndsAWatchInTime() throws IOException {
        try (BufferedReader events = watch("&timeoutSeconds=1", "application/json")) {
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    void aClientThatGoesAwayIsNoticedWithoutAnyEvent() {
        FrontClient other = new FrontClient(cluster);
        other.send(other.request(CONFIG_MAPS + "?watch=true"), HttpResponse.BodyHandlers.ofInputStream());
        create("a");
        assertThat(cluster.front().connections()).isEqualTo(2);
        other.close();
        while (cluster.front().connections() > 1) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void aThousandWatchesAreServed() throws IOException {
        List<BufferedReader> watches = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            watches.add(watch("", "application/json"));
        }
        create("a");
        for (BufferedReader events : watches) {
            assertThat(JSON.readTree(events.readLine()).path("type").asText()).isEqualTo("ADDED");
        }
    }

    @Test
    void theClientOfTheServicesListsAndWatches(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kubeconfig");
        cluster.kubeconfig().write(file);
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(file), new SystemTime())) {
            assertThat(api.call(ApiRequest.get("/api/v1/namespaces", Map.of()))
                            .body()
                            .path("items"))
                    .isNotEmpty();
            try (WatchStream watch = api.watch(ApiRequest.get(CONFIG_MAPS, Map.of("watch", "true")))) {
                create("a");
                assertThat(watch.next())
                        .isInstanceOfSatisfying(
                                WatchStream.Event.class,
                                event -> assertThat(event.type()).isEqualTo("ADDED"));
            }
        }
    }
}
