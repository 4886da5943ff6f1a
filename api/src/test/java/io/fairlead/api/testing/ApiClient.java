package io.fairlead.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Plain requests to an API server, so that a test sees exactly what goes over the wire.
public final class ApiClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);

    private final URI server;
    private final String token;
    private final Path certificate;
    private @Nullable HttpClient http;

    /// @param body the JSON answered, or its text if it is none
    public record Answer(int status, JsonNode body) {
        /// @throws AssertionError with the body if the status is another
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + body);
            }
            return this;
        }

        /// @throws AssertionError with the body unless the status is 2xx
        public Answer expectSuccess() {
            if (status / 100 != 2) {
                throw new AssertionError("expected success, got " + status + ": " + body);
            }
            return this;
        }

        /// `message` of a Status object.
        public String message() {
            return body.path("message").asText();
        }
    }

    ApiClient(URI server, String token, Path certificate) {
        this.server = server;
        this.token = token;
        this.certificate = certificate;
    }

    public Answer get(String path) {
        return send("GET", path, "application/json", "");
    }

    /// Creates from JSON or YAML.
    public Answer post(String path, String body) {
        return send("POST", path, "application/yaml", body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, "application/yaml", body);
    }

    /// Server-side apply of JSON or YAML, not forced.
    public Answer apply(String path, String body, String fieldManager) {
        return send("PATCH", path + "?fieldManager=" + fieldManager, "application/apply-patch+yaml", body);
    }

    public Answer mergePatch(String path, String body) {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, "application/json", "");
    }

    public Answer send(String method, String path, String contentType, String body) {
        return send(method, path, contentType, body, "application/json");
    }

    /// Any request; `path` may carry a query.
    ///
    /// @throws UncheckedIOException if the server cannot be reached
    public Answer send(String method, String path, String contentType, String body, String accept) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(REQUEST_MAX)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http().send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (SSLException e) {
            // The certificate was read before the server had written all of it: read it again next time.
            close();
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a request", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(body);
        }
    }

    // The server writes its certificate while it starts, so the client cannot be built before the first request.
    private synchronized HttpClient http() throws IOException {
        HttpClient present = http;
        if (present == null) {
            present = HttpClient.newBuilder()
                    .sslContext(trusting(certificate))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            http = present;
        }
        return present;
    }

    private static SSLContext trusting(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
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
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's certificate is not complete yet", e);
        }
    }

    @Override
    public synchronized void close() {
        HttpClient present = http;
        if (present != null) {
            present.shutdownNow();
            http = null;
        }
    }
}
