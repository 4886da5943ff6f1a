package io.fairlead.kube.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.FakeTime;
import io.fairlead.kube.ScriptedApi;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.WatchStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FabricKubeApiTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server;
    private FabricKubeApi api;

    @TempDir
    Path dir;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        Path kubeconfig = dir.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                clusters: [{name: t, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: t, user: {token: "secret-token"}}]
                contexts: [{name: t, context: {cluster: t, user: t}}]
                current-context: t
                """.formatted(server.getAddress().getPort()));
        api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime());
    }

    @AfterEach
    void stop() {
        release.countDown();
        api.close();
        server.stop(0);
    }

    private void on(String path, int status, String body, String... headers) {
        server.createContext(path, exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            write(exchange, status, body);
        });
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private WatchStream watch(Duration silence) {
        LinkedHashMap<String, String> query = new LinkedHashMap<>(Map.of("watch", "true"));
        return api.watch(new ApiRequest(Verb.GET, "/w", query, ContentType.JSON, null, silence));
    }

    private void onWatch(byte[]... parts) {
        server.createContext("/w", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (byte[] part : parts) {
                    out.write(part);
                    out.flush();
                }
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ApiResponse get(String path) {
        return api.call(ApiRequest.get(path, Map.of()));
    }

    @Test
    void sendsTheBodyTheQueryAndTheToken() {
        on("/p", 200, "{\"a\":\"ü\"}");
        LinkedHashMap<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", "me & you");
        query.put("labelSelector", "a in (b,c)");
        ApiResponse response = api.call(new ApiRequest(
                Verb.PATCH, "/p", query, ContentType.JSON_PATCH, ScriptedApi.json("[1]"), ApiRequest.TIMEOUT));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(ScriptedApi.json("{\"a\":\"ü\"}"));
        assertThat(seen)
                .containsExactly("PATCH /p?fieldManager=me+%26+you&labelSelector=a+in+%28b%2Cc%29"
                        + " application/json-patch+json Bearer secret-token [1]");
    }

    @Test
    @DisplayName("F09 a request is never sent twice behind our back")
    void nothingIsSentTwice() {
        on("/busy", 429, "{\"message\":\"slow down\"}", "Retry-After", "9");
        on("/broken", 500, "no JSON here");
        on("/missing", 404, "404 page not found\n");
        assertThat(get("/busy").retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(get("/broken").message()).isEqualTo("no JSON here");
        assertThat(get("/missing").message()).isEqualTo("404 page not found");
        assertThat(seen).hasSize(3);
    }

    @Test
    void anAnswerThatIsNotWhatItSaysIsNoAnswer() {
        on("/html", 200, "<html>");
        assertThat(get("/html").status()).isZero();
    }

    @Test
    @DisplayName("F10 a server that is not there is a value")
    void aServerThatIsNotThereIsAValue() {
        server.stop(0);
        assertThat(get("/x").status()).isZero();
        assertThat(watch(Duration.ofSeconds(5)).next())
                .isInstanceOfSatisfying(
                        WatchStream.End.class, end -> assertThat(end.code()).isZero());
    }

    @Test
    void aClosedClientAnswersNothing() {
        api.close();
        assertThat(get("/x").status()).isZero();
    }

    @Test
    @DisplayName("F11 a server that does not answer in time leaves the outcome open")
    void aSlowServerIsNoAnswer() {
        server.createContext("/slow", exchange -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            write(exchange, 200, "{}");
        });
        ApiResponse response = api.call(new ApiRequest(
                Verb.GET, "/slow", new LinkedHashMap<>(), ContentType.JSON, null, Duration.ofMillis(300)));
        assertThat(response.status()).isZero();
    }

    @Test
    @DisplayName("F11 an answer that breaks off leaves the outcome open")
    void aBrokenAnswerIsNoAnswer() {
        server.createContext("/cut", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(bytes("{\"a\":"));
            exchange.close();
        });
        assertThat(get("/cut").status()).isZero();
    }

    @Test
    void readsEventsAcrossChunks() {
        onWatch(
                bytes("{\"type\":\"ADDED\",\"object\":{\"n\":"),
                bytes("1}}\n{\"type\":\"MODIFIED\",\"object\":{\"n\":2}}\n\n{\"type\":"),
                bytes("\"DELETED\",\"object\":{\"n\":3}}\n"));
        try (WatchStream watch = watch(Duration.ofSeconds(10))) {
            assertThat(watch.next()).isEqualTo(new WatchStream.Event("ADDED", ScriptedApi.json("{\"n\":1}")));
            assertThat(watch.next()).isEqualTo(new WatchStream.Event("MODIFIED", ScriptedApi.json("{\"n\":2}")));
            assertThat(watch.next()).isEqualTo(new WatchStream.Event("DELETED", ScriptedApi.json("{\"n\":3}")));
            assertThat(watch.next()).isEqualTo(new WatchStream.End(200, "the server closed the watch"));
            assertThat(watch.next()).isInstanceOf(WatchStream.End.class);
        }
    }

    @Test
    void anEventThatBreaksOffIsDropped() {
        onWatch(bytes("{\"type\":\"ADDED\",\"object\":{\"n\":1}}\n{\"type\":\"ADDED\",\"obj"));
        try (WatchStream watch = watch(Duration.ofSeconds(10))) {
            assertThat(watch.next()).isInstanceOf(WatchStream.Event.class);
            assertThat(watch.next())
                    .isInstanceOfSatisfying(
                            WatchStream.End.class, end -> assertThat(end.code()).isZero());
        }
    }

    @Test
    void anEventWithoutBoundEndsTheWatch() {
        byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        byte[][] parts = new byte[20][];
        java.util.Arrays.fill(parts, megabyte);
        onWatch(parts);
        try (WatchStream watch = watch(Duration.ofSeconds(10))) {
            assertThat(watch.next())
                    .isInstanceOfSatisfying(
                            WatchStream.End.class,
                            end -> assertThat(end.message()).contains("larger than"));
        }
    }

    @Test
    void aSilentWatchEnds() {
        silentWatch();
        try (WatchStream watch = watch(Duration.ofMillis(200))) {
            assertThat(watch.next())
                    .isInstanceOfSatisfying(
                            WatchStream.End.class,
                            end -> assertThat(end.message()).contains("silent"));
        }
    }

    @Test
    void closingEndsAWaitingReader() throws InterruptedException {
        silentWatch();
        WatchStream watch = watch(Duration.ofMinutes(5));
        Thread reader = Thread.ofVirtual().start(watch::next);
        watch.close();
        reader.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(reader.isAlive()).isFalse();
    }

    private void silentWatch() {
        server.createContext("/w", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        });
    }

    @Test
    void aRefusedWatchSaysWhy() {
        on("/w", 410, "{\"message\":\"too old resource version\"}");
        assertThat(watch(Duration.ofSeconds(5)).next()).isEqualTo(new WatchStream.End(410, "too old resource version"));
    }

    @Test
    @DisplayName("F09 Retry-After as seconds, as a date, as nonsense")
    void retryAfterIsSecondsOrADate() {
        Instant now = new FakeTime().now();
        assertThat(RetryAfter.parse("17", now)).contains(Duration.ofSeconds(17));
        assertThat(RetryAfter.parse("Sun, 1 Mar 2026 10:00:30 GMT", now)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Sun, 1 Mar 2026 09:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("99999999999999999999", now)).contains(RetryAfter.WAIT_MAX);
        assertThat(RetryAfter.parse("Sun, 1 Mar 2099 10:00:30 GMT", now)).contains(RetryAfter.WAIT_MAX);
        assertThat(RetryAfter.parse("soon", now)).isEmpty();
        assertThat(RetryAfter.parse("-5", now)).isEmpty();
    }
}
