package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fairlead.simulator.http.LoopbackTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// The webhooks of one scenario, behind HTTPS on loopback, so that a real API server and the model call the very same.
/// Each answers by its list in the scenario: the first entry whose `when` holds, else it allows. An entry may say
///
/// - `when: {at, is}`: a JSON pointer into the review's `request`, and the text that stands there;
/// - `allowed` (true), `status`, `warnings`, and `patch`, a JSON patch;
/// - `type: null` to leave out the patch's type, `code` for another HTTP status, `delaySeconds` to be late;
/// - `raw` to answer with that and nothing else.
final class WebhookServer implements AutoCloseable {
    private static final LoopbackTls TLS = LoopbackTls.make();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STOP_SECONDS = 0;

    private final HttpsServer server;
    private final Map<String, JsonNode> answers;
    private final Map<String, List<JsonNode>> requests = new ConcurrentHashMap<>();

    private WebhookServer(HttpsServer server, Map<String, JsonNode> answers) {
        this.server = server;
        this.answers = answers;
    }

    /// @param webhooks lists of answers by name
    static WebhookServer start(JsonNode webhooks) {
        Map<String, JsonNode> answers = new ConcurrentHashMap<>();
        webhooks.properties().forEach(each -> answers.put("/" + each.getKey(), each.getValue()));
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebhookServer made = new WebhookServer(server, answers);
            server.setHttpsConfigurator(new HttpsConfigurator(TLS.context()));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", made::handle);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `https://127.0.0.1:1234`
    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    static String caBundle() {
        return TLS.caBundle();
    }

    /// The last requests that a webhook got, oldest first.
    List<JsonNode> last(String name, int count) {
        List<JsonNode> all = seen("/" + name);
        synchronized (all) {
            return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
        }
    }

    private List<JsonNode> seen(String path) {
        return requests.computeIfAbsent(path, _ -> new ArrayList<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            JsonNode review = JSON.readTree(exchange.getRequestBody().readAllBytes());
            List<JsonNode> all = seen(path);
            synchronized (all) {
                all.add(review.path("request"));
            }
            JsonNode answer = choose(answers.getOrDefault(path, JsonNodeFactory.instance.arrayNode()), review);
            Thread.sleep(answer.path("delaySeconds").asInt(0) * 1000L);
            String text = text(answer, review);
            exchange.getResponseHeaders().set("content-type", "application/json");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.path("code").asInt(200), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode choose(JsonNode answers, JsonNode review) {
        for (JsonNode answer : answers) {
            JsonNode when = answer.path("when");
            boolean holds = when.isMissingNode()
                    || review.path("request")
                            .at(when.path("at").asText())
                            .asText()
                            .equals(when.path("is").asText());
            if (holds) {
                return answer;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static String text(JsonNode answer, JsonNode review) {
        JsonNode raw = answer.path("raw");
        if (!raw.isMissingNode()) {
            return raw.isTextual() ? raw.asText() : raw.toString();
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode response = reply.putObject("response");
        response.set("uid", review.path("request").path("uid"));
        response.put("allowed", answer.path("allowed").asBoolean(true));
        for (String field : List.of("status", "warnings")) {
            if (answer.has(field)) {
                response.set(field, answer.path(field));
            }
        }
        if (answer.has("patch")) {
            String patch = answer.path("patch").toString();
            response.put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
            if (!answer.has("type")) {
                response.put("patchType", "JSONPatch");
            }
        }
        return reply.toString();
    }

    @Override
    public void close() {
        server.stop(STOP_SECONDS);
    }
}
