package io.fairlead.kube.fabric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The API server behind a kubeconfig, or around the pod that this runs in. Safe for use by many
/// (virtual) threads.
///
/// Calls and watches have a client each: with HTTP/2 all requests of a client share one connection and
/// its flow-control window, and a watch that is read slowly must not stop the calls.
public final class FabricKubeApi implements KubeApi, AutoCloseable {
    /// What audit logs and flow schemas of the API server know us by.
    public static final String USER_AGENT = "fairlead";

    /// Calls at once; the next ones wait. An API server allows at least 100 streams on a connection.
    public static final int IN_FLIGHT_MAX = 96;
    /// The largest answer: a page of 500 objects of the largest size that etcd takes would be 750 MiB,
    /// but real pages are below 10 MiB.
    public static final int BODY_BYTES_MAX = 256 << 20;
    /// The longest watch event; etcd holds objects up to 1.5 MiB.
    public static final int LINE_BYTES_MAX = 16 << 20;
    /// How long a watch may take to be opened.
    public static final Duration WATCH_OPEN_TIMEOUT = Duration.ofSeconds(30);

    private static final int MESSAGE_CHARS_MAX = 1024;
    /// A text that begins like JSON (`404 page not found`) is not JSON.
    static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String root;
    private final HttpClient calls;
    private final HttpClient watches;
    private final Time time;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);

    private FabricKubeApi(Config config, HttpClient.Factory transport, Time time) {
        String url = config.getMasterUrl();
        this.root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.calls = client(config, transport);
        this.watches = client(config, transport);
        this.time = time;
    }

    /// @param kubeconfig empty: as `KUBECONFIG`, `~/.kube/config` or the pod's service account say, in
    ///     that order
    public static FabricKubeApi open(Optional<Path> kubeconfig, Time time) {
        Config config = kubeconfig
                .map(file -> Config.fromKubeconfig(file.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
        // A write that is silently sent again is a write whose outcome nobody knows.
        config.setRequestRetryBackoffLimit(0);
        config.setUserAgent(USER_AGENT);
        return new FabricKubeApi(config, HttpClientUtils.getHttpClientFactory(), time);
    }

    private static HttpClient client(Config config, HttpClient.Factory transport) {
        // BACKWARDS would send a refused request once more, to another version of the API.
        return transport
                .newBuilder(config)
                .addOrReplaceInterceptor("BACKWARDS", null)
                .build();
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        try {
            inFlight.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiResponse.noAnswer("interrupted before the request was sent");
        }
        try {
            return exchange(request);
        } finally {
            inFlight.release();
        }
    }

    private ApiResponse exchange(ApiRequest request) {
        Body body = new Body(BODY_BYTES_MAX);
        try {
            HttpRequest http = http(calls, request)
                    .timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .build();
            long deadline = time.nanos() + request.timeout().toNanos();
            HttpResponse<AsyncBody> response = await(calls.consumeBytes(http, body), request.timeout());
            return answer(response, body, Duration.ofNanos(Math.max(1, deadline - time.nanos())));
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: closed meanwhile, as it happens when the service stops.
            return ApiResponse.noAnswer(String.valueOf(e.getMessage()));
        }
    }

    private ApiResponse answer(HttpResponse<AsyncBody> response, Body body, Duration patience) throws IOException {
        AsyncBody stream = response.body();
        stream.consume();
        try {
            await(stream.done(), patience);
        } catch (IOException e) {
            stream.cancel();
            throw e;
        }
        Optional<Duration> retryAfter =
                Optional.ofNullable(response.header("Retry-After")).flatMap(v -> RetryAfter.parse(v, time.now()));
        return new ApiResponse(response.code(), json(response.code(), body.bytes()), retryAfter);
    }

    /// A body that is no JSON (the API server's own time-outs, a proxy's page) is kept as a message; in
    /// place of an object it is an answer that did not come.
    private static JsonNode json(int code, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            if (HttpResponse.isSuccessful(code)) {
                throw new IOException("the answer is not JSON", e);
            }
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            String message = text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX);
            return JsonNodeFactory.instance.objectNode().put("message", message);
        }
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        LineStream lines = new LineStream(LINE_BYTES_MAX, request.timeout());
        try {
            HttpResponse<AsyncBody> response = await(
                    watches.consumeBytes(http(watches, request).forStreaming().build(), lines), WATCH_OPEN_TIMEOUT);
            lines.open(response.body());
            return HttpResponse.isSuccessful(response.code()) ? lines : refused(response.code(), lines);
        } catch (IOException | IllegalStateException e) {
            lines.close();
            return new EndedStream(new WatchStream.End(0, String.valueOf(e.getMessage())));
        }
    }

    private static WatchStream refused(int code, LineStream lines) throws IOException {
        try (lines) {
            byte[] line = lines.nextLine(WATCH_OPEN_TIMEOUT).orElse(new byte[0]);
            return new EndedStream(
                    new WatchStream.End(code, json(code, line).path("message").asText("HTTP " + code)));
        }
    }

    private HttpRequest.Builder http(HttpClient client, ApiRequest request) throws IOException {
        HttpRequest.Builder builder =
                client.newHttpRequestBuilder().uri(root + request.path() + query(request.query()));
        builder.setHeader("Accept", "application/json");
        JsonNode body = request.body();
        if (body != null) {
            return builder.method(
                    request.verb().name(), request.contentType().mediaType(), MAPPER.writeValueAsString(body));
        }
        // The cast picks the overload for text, which takes a request without a body.
        return builder.method(request.verb().name(), null, (String) null);
    }

    private static String query(Map<String, String> query) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /// Turns every way of not getting a value into an [IOException], whose message never holds a header
    /// or a body.
    private static <T> T await(CompletableFuture<T> future, Duration patience) throws IOException {
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("no answer within " + patience, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getClass().getSimpleName() + ": " + cause.getMessage(), e);
        }
    }

    @Override
    public void close() {
        calls.close();
        watches.close();
    }
}
