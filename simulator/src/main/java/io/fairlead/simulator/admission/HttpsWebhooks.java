package io.fairlead.simulator.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.simulator.wire.GoText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Calls webhooks over HTTPS. The caller waits, at most for the timeout.
public final class HttpsWebhooks implements WebhookTransport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int CLIENTS_MAX = 64;

    // One for each CA bundle.
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    @Override
    public JsonNode call(Endpoint endpoint, ObjectNode review, Duration timeout) throws CallException {
        String url =
                endpoint.url() + (endpoint.url().contains("?") ? "&" : "?") + "timeout=" + timeout.toSeconds() + "s";
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, */*")
                    .POST(HttpRequest.BodyPublishers.ofString(review.toString()))
                    .build();
            HttpResponse<String> response =
                    client(endpoint.caBundle()).send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new CallException(refusal(response));
            }
            return parse(response.body());
        } catch (ConnectException e) {
            throw new CallException("Post \"" + url + "\": dial tcp "
                    + URI.create(url).getAuthority() + ": connect: connection refused");
        } catch (HttpTimeoutException e) {
            throw new CallException("Post \"" + url + "\": context deadline exceeded");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CallException("Post \"" + url + "\": "
                    + (e.getMessage() == null ? "connect: connection refused" : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException("Post \"" + url + "\": context canceled");
        }
    }

    /// The body as the API server reads it: what is no JSON may be YAML, which makes plain text a string.
    private static JsonNode parse(String body) throws CallException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            answer = TextNode.valueOf(body);
        }
        if (!answer.isObject()) {
            String type = answer.getNodeType().name().toLowerCase(Locale.ROOT);
            throw new CallException("couldn't get version/kind; json parse error: json: cannot unmarshal " + type
                    + " into Go value of type struct { APIVersion string " + tag("apiVersion") + "; Kind string "
                    + tag("kind") + " }");
        }
        return answer;
    }

    private static String tag(String field) {
        return GoText.quoted("json:" + GoText.quoted(field + ",omitempty"));
    }

    /// As client-go words an HTTP status.
    private static String refusal(HttpResponse<String> response) {
        boolean isText = response.headers()
                .firstValue("content-type")
                .orElse("text/plain")
                .startsWith("text/");
        String body = isText ? response.body() : "unknown";
        return switch (response.statusCode()) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 404 -> "the server could not find the requested resource";
            case 500 ->
                "an error on the server (" + GoText.quoted(body) + ") has prevented the request from succeeding";
            case 503 -> "the server is currently unable to handle the request";
            default ->
                "the server responded with the status code " + response.statusCode()
                        + " but did not return more information";
        };
    }

    private HttpClient client(String caBundle) throws GeneralSecurityException, IOException {
        HttpClient present = clients.get(caBundle);
        if (present != null) {
            return present;
        }
        HttpClient.Builder builder = HttpClient.newBuilder();
        if (!caBundle.isEmpty()) {
            builder.sslContext(trusting(Base64.getDecoder().decode(caBundle)));
        }
        HttpClient made = builder.build();
        if (clients.size() < CLIENTS_MAX) {
            clients.put(caBundle, made);
        }
        return made;
    }

    private static SSLContext trusting(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int index = 0;
        for (Certificate each :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            trusted.setCertificateEntry("ca-" + index++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
