package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.api.testing.RealCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A real kube-apiserver, over HTTP.
final class RealApi implements ApiPort {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);

    private final RealCluster cluster;
    private final HttpClient http;

    RealApi(RealCluster cluster) {
        this.cluster = cluster;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(cluster))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Reply send(Request request) {
        try {
            return reply(http.send(httpRequest(request), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest httpRequest(Request request) {
        String query = request.query().entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JsonNode body = request.body();
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        cluster.server().resolve(request.path() + (query.isEmpty() ? "" : "?" + query)))
                .timeout(REQUEST_MAX)
                .header("Authorization", "Bearer " + cluster.token())
                .method(
                        request.verb().name(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        request.headers().forEach(builder::header);
        return builder.build();
    }

    private static Reply reply(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(
                    response.statusCode(),
                    parse(text),
                    warnings(response),
                    response.headers().firstValue("retry-after").orElse(""));
        }
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /// The texts of `299 - "text"`, with `"` and `\` unescaped.
    private static List<String> warnings(HttpResponse<?> response) {
        List<String> texts = new ArrayList<>();
        for (String header : response.headers().allValues("warning")) {
            int start = header.indexOf('"');
            String quoted = header.substring(start + 1, header.lastIndexOf('"'));
            texts.add(quoted.replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return texts;
    }

    @Override
    public WatchAnswer watch(Request request) {
        try {
            HttpResponse<InputStream> response =
                    http.send(httpRequest(request), HttpResponse.BodyHandlers.ofInputStream());
            return response.statusCode() == 200
                    ? new WatchAnswer.Opened(new Stream(response.body()))
                    : new WatchAnswer.Refused(reply(response));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted during a request", e);
    }

    private static SSLContext trusting(RealCluster cluster) {
        try (InputStream in = Files.newInputStream(cluster.certificate())) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int index = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("server-" + index++, each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the server's certificate cannot be read", e);
        }
    }

    /// A watch, read ahead by a thread of its own.
    private static final class Stream implements OpenWatch {
        private final InputStream in;
        private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

        Stream(InputStream in) {
            this.in = in;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(new Line.Event(JSON.readTree(line)));
                }
            } catch (IOException e) {
                // Closed from this side, or broken: both end the stream.
            }
            lines.add(new Line.End());
        }

        @Override
        public Line next(Duration patience) {
            try {
                @Nullable Line line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                return line == null ? new Line.Silence() : line;
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
