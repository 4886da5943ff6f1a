package io.fairlead.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client sees of the front: who gets in, which bodies and forms it takes, and how it turns others away.
class FrontAnswersTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private EmbeddedCluster cluster;
    private FrontClient client;

    @BeforeEach
    void start() throws IOException {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Options(2, Duration.ZERO, 1, 0, 1), failures::add);
        client = new FrontClient(cluster);
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "Basic YWRtaW46YWRtaW4=", "''"})
    void whoHasNoTokenStaysOutside(String authorization) {
        HttpRequest.Builder request = client.request("/api/v1/namespaces");
        request.setHeader("Authorization", authorization);
        HttpResponse<byte[]> response = client.send(request);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(FrontClient.json(response).path("reason").asText()).isEqualTo("Unauthorized");
    }

    @Test
    void objectsAreCreatedFromJsonAndFromYaml() {
        assertThat(client.post(
                                CONFIG_MAPS,
                                "application/json",
                                "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> yaml = client.post(CONFIG_MAPS, "application/yaml", """
                metadata:
                  name: b
                data: {k: "1"}
                """);
        assertThat(yaml.statusCode()).isEqualTo(201);
        assertThat(FrontClient.json(yaml).path("data").path("k").asText()).isEqualTo("1");
        assertThat(client.get(CONFIG_MAPS).path("items")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{bad', 400, BadRequest",
        "application/yaml, '{bad: [', 400, BadRequest",
        "text/plain, x, 415, UnsupportedMediaType",
        "application/vnd.kubernetes.protobuf, x, 400, BadRequest",
        "application/cbor, x, 415, UnsupportedMediaType"
    })
    void bodiesThatCannotBeReadAreRefused(String type, String body, int status, String reason) {
        HttpResponse<byte[]> response = client.post(CONFIG_MAPS, type, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(FrontClient.json(response).path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(client.post(CONFIG_MAPS, "application/yaml", bomb.toString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyAboveThreeMebibytesIsRefused() {
        HttpResponse<byte[]> response =
                client.post(CONFIG_MAPS, "application/json", "{\"data\":{\"k\":\"" + "x".repeat(3 << 20) + "\"}}");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(FrontClient.json(response).path("message").asText())
                .isEqualTo("Request entity too large: limit is 3145728");
    }

    @ParameterizedTest
    @CsvSource({
        "'application/vnd.kubernetes.protobuf,application/json', 200",
        "'*/*', 200",
        "application/vnd.kubernetes.protobuf, 406",
        "application/json;as=Foo;v=v1;g=meta.k8s.io, 406",
        "text/html, 406"
    })
    void theAnswerIsJsonForWhoTakesIt(String accept, int status) {
        HttpResponse<byte[]> response =
                client.send(client.request("/api/v1/namespaces/default").header("Accept", accept));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void listsAreShownAsTables() {
        JsonNode table = FrontClient.json(
                client.send(client.request("/api/v1/nodes?includeObject=None").header("Accept", TABLE)));
        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.path("rows")).hasSize(2);
        assertThat(table.path("rows").path(0).path("cells").path(0).asText()).isEqualTo("node-0");
        JsonNode missing = FrontClient.json(
                client.send(client.request("/api/v1/nodes/nope").header("Accept", TABLE)));
        assertThat(missing.path("kind").asText()).isEqualTo("Status");
    }

    @Test
    void onlyMetadataIsGivenToWhoWantsNoMore() {
        JsonNode list = FrontClient.json(client.send(client.request("/api/v1/nodes")
                .header("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")));
        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.path("items").path(0).path("metadata").path("name").asText())
                .isEqualTo("node-0");
        assertThat(list.path("items").path(0).has("status")).isFalse();
    }

    @Test
    void aLargeAnswerIsCompressedWhenAskedFor() throws IOException {
        String padding = "x".repeat(20_000);
        for (int i = 0; i < 20; i++) {
            client.post(
                    CONFIG_MAPS,
                    "application/json",
                    "{\"metadata\":{\"name\":\"c-" + i + "\"},\"data\":{\"k\":\"" + padding + "\"}}");
        }
        HttpResponse<byte[]> response = client.send(client.request(CONFIG_MAPS).header("Accept-Encoding", "gzip"));
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.body().length).isLessThan(100_000);
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(plain).isEqualTo(client.send(client.request(CONFIG_MAPS)).body());
    }

    @Test
    void aSmallAnswerIsNotCompressed() {
        HttpResponse<byte[]> response = client.send(client.request("/version").header("Accept-Encoding", "gzip"));
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        assertThat(FrontClient.json(response).path("gitVersion").asText()).startsWith("v1.35.");
    }

    @Test
    void healthIsPlainText() {
        HttpResponse<byte[]> response = client.send(client.request("/readyz"));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("ok");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void otherMethodsAreNotAllowed() {
        assertThat(client.send(client.request("/version").method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void manyRequestsShareAConnection() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            statuses.add(client.send(client.request("/version")).statusCode());
        }
        assertThat(statuses).containsOnly(200);
        assertThat(cluster.front().connections()).isEqualTo(1);
    }

    @Test
    void aTakenPortIsNamed() {
        int taken = cluster.front().port();
        assertThatThrownBy(() -> EmbeddedCluster.start(
                        new EmbeddedCluster.Options(0, Duration.ZERO, 1, taken, 1), failures::add))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken + ": ");
    }

    @Test
    void theKubeconfigIsForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kubeconfig");
        Files.writeString(file, "old");
        cluster.kubeconfig().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains(cluster.front().url());
    }
}
