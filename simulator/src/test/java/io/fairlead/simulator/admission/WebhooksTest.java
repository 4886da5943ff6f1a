package io.fairlead.simulator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests for which webhooks are registered. The Status objects are those that kube-apiserver 1.35 answered when a
/// webhook behaved like this.
class WebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String URL = "https://hook.example:443/hook";

    private final ApiServer server = new ApiServer(new StandingTime(), ApiServer.Options.DEFAULT);
    private final LocalWebhooks local = new LocalWebhooks();
    private final List<JsonNode> seen = new ArrayList<>();

    private static final class StandingTime implements Timeline {
        @Override
        public Instant now() {
            return Instant.parse("2026-01-01T00:00:00Z");
        }

        @Override
        public void after(Duration delay, String name, Runnable task) {}
    }

    @BeforeEach
    void admit() {
        server.admit(new Webhooks(server, local));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private ApiReply send(Verb verb, String path, JsonNode body, String... query) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], query[i + 1]);
        }
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        return server.handle(new ApiCall(verb, path, parameters, headers, body, ApiCall.User.ADMIN));
    }

    private void configure(String kind, String name, String overlay) {
        ObjectNode webhook = (ObjectNode) json("""
                {'name': '%s.example.com', 'clientConfig': {'url': '%s'}, 'sideEffects': 'None',
                 'admissionReviewVersions': ['v1'], 'timeoutSeconds': 3,
                 'objectSelector': {'matchLabels': {'t': '1'}},
                 'rules': [{'apiGroups': [''], 'apiVersions': ['v1'], 'operations': ['*'],
                            'resources': ['configmaps']}]}
                """.formatted(name, URL));
        webhook.setAll((ObjectNode) json(overlay));
        ObjectNode configuration = JSON.createObjectNode();
        configuration.put("apiVersion", "admissionregistration.k8s.io/v1");
        configuration.put("kind", kind + "WebhookConfiguration");
        configuration.putObject("metadata").put("name", name);
        configuration.putArray("webhooks").add(webhook);
        String path = CONFIGURATIONS + kind.toLowerCase(Locale.ROOT) + "webhookconfigurations";
        assertThat(send(Verb.POST, path, configuration).status()).isEqualTo(201);
    }

    private void answer(String url, String response) {
        local.register(url, review -> {
            seen.add(review);
            ObjectNode answer = JSON.createObjectNode();
            answer.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
            ObjectNode body = (ObjectNode) json(response);
            if (!body.has("uid")) {
                body.set("uid", review.at("/request/uid"));
            }
            answer.set("response", body);
            return answer;
        });
    }

    private static String patch(String operations) {
        String bytes =
                Base64.getEncoder().encodeToString(operations.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return "{'allowed': true, 'patchType': 'JSONPatch', 'patch': '" + bytes + "'}";
    }

    private ApiReply create(String name, String... query) {
        String body =
                "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': '" + name + "', 'labels': {'t': '1'}}}";
        return send(Verb.POST, CONFIG_MAPS, json(body), query);
    }

    @Test
    void aDenialIsAnsweredWithItsStatus() {
        configure("Validating", "h", "{}");
        answer(URL, """
                {'allowed': false, 'warnings': ['careful'], 'status': {'message': 'no way', 'reason': 'Forbidden',
                 'code': 403, 'details': {'causes': [{'field': 'x', 'message': 'm'}]}}}""");
        ApiReply reply = create("a");
        assertThat(reply.body().path("message").asText())
                .isEqualTo("admission webhook \"h.example.com\" denied the request: no way");
        ObjectNode status = reply.body().deepCopy();
        status.remove("message");
        assertThat(status).isEqualTo(json("""
                {'kind': 'Status', 'apiVersion': 'v1', 'metadata': {}, 'status': 'Failure', 'reason': 'Forbidden',
                 'details': {'causes': [{'field': 'x', 'message': 'm'}]}, 'code': 403}"""));
    }

    @Test
    void aDenialWithoutWordsIsABadRequest() {
        configure("Validating", "h", "{}");
        answer(URL, "{'allowed': false}");
        ApiReply reply = create("a");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("message").asText())
                .isEqualTo("admission webhook \"h.example.com\" denied the request without explanation");
        answer(URL, "{'allowed': false, 'status': {'reason': 'Conflict', 'code': 409}}");
        assertThat(create("a").body().path("message").asText())
                .isEqualTo("admission webhook \"h.example.com\" denied the request: Conflict");
    }

    @Test
    void anAnswerToAnotherQuestionIsAFailure() {
        configure("Validating", "h", "{}");
        answer(URL, "{'allowed': true, 'uid': 'other'}");
        assertThat(create("a").body().path("message").asText())
                .startsWith(
                        "Internal error occurred: failed calling webhook \"h.example.com\": received invalid webhook"
                                + " response: expected response.uid=\"")
                .endsWith("\", got \"other\"");
    }

    @Test
    void whatCannotBeReachedFailsTheRequestUnlessItMayBeIgnored() {
        configure("Validating", "h", "{}");
        ApiReply reply = create("a");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body().path("message").asText())
                .isEqualTo("Internal error occurred: failed calling webhook \"h.example.com\": failed to call webhook:"
                        + " Post \"" + URL + "?timeout=3s\": dial tcp hook.example:443: connect: connection refused");
        assertThat(reply.body().at("/details/causes/0/message").asText()).startsWith("failed calling webhook");
        send(Verb.DELETE, CONFIGURATIONS + "validatingwebhookconfigurations/h", json("{}"));
        configure("Validating", "i", "{'failurePolicy': 'Ignore'}");
        assertThat(create("a").status()).isEqualTo(201);
    }

    @Test
    void aMutatingWebhookPatchesTheObject() {
        configure("Mutating", "h", "{}");
        answer(URL, patch("[{'op': 'add', 'path': '/data', 'value': {'a': 'b'}}]"));
        assertThat(create("a").body().at("/data/a").asText()).isEqualTo("b");
        JsonNode request = seen.getFirst().path("request");
        assertThat(request.path("operation").asText()).isEqualTo("CREATE");
        assertThat(request.path("resource"))
                .isEqualTo(json("{'group': '', 'version': 'v1', 'resource': 'configmaps'}"));
        assertThat(request.path("oldObject").isNull()).isTrue();
        assertThat(request.at("/userInfo/username").asText()).isEqualTo("admin");
    }

    @Test
    void aValidatingWebhookMustNotPatch() {
        configure("Validating", "h", "{}");
        answer(URL, patch("[]"));
        assertThat(create("a").body().path("message").asText())
                .endsWith("received invalid webhook response: validating webhook may not return response.patch");
    }

    @Test
    void aWebhookIsAskedAgainAfterAnotherChangedTheObject() {
        String second = "https://hook.example:443/second";
        configure("Mutating", "a", "{'reinvocationPolicy': 'IfNeeded'}");
        configure("Mutating", "b", "{'clientConfig': {'url': '" + second + "'}}");
        answer(URL, "{'allowed': true}");
        answer(second, patch("[{'op': 'add', 'path': '/data', 'value': {'a': 'b'}}]"));
        assertThat(create("a").status()).isEqualTo(201);
        assertThat(seen).hasSize(3);
        assertThat(seen.getLast().at("/request/object/data/a").asText()).isEqualTo("b");
    }

    @Test
    void onlyWhatIsSelectedIsAsked() {
        configure("Validating", "h", "{'objectSelector': {'matchLabels': {'t': '2'}}}");
        configure(
                "Validating", "i", "{'namespaceSelector': {'matchExpressions': [{'key': 'x', 'operator': 'Exists'}]}}");
        configure(
                "Validating",
                "j",
                "{'rules': [{'apiGroups': ['apps'], 'apiVersions': ['v1'], 'operations': ['*'], 'resources': ['*']}]}");
        configure(
                "Validating",
                "k",
                "{'rules': [{'apiGroups': [''], 'apiVersions': ['v1'], 'operations': ['DELETE'], 'resources': ['*']}]}");
        configure(
                "Validating",
                "l",
                "{'rules': [{'apiGroups': [''], 'apiVersions': ['v1'], 'operations': ['*'], 'resources': ['configmaps/status']}]}");
        configure(
                "Validating",
                "m",
                "{'rules': [{'apiGroups': [''], 'apiVersions': ['v1'], 'operations': ['*'], 'resources': ['*'], 'scope': 'Cluster'}]}");
        answer(URL, "{'allowed': false}");
        assertThat(create("a").status()).isEqualTo(201);
        assertThat(seen).isEmpty();
    }

    @Test
    void conditionsDecideInCel() {
        configure(
                "Validating",
                "h",
                "{'matchConditions': [{'name': 'a', 'expression': 'object.data.x == 1'}, {'name': 'b', 'expression': 'false'}]}");
        answer(URL, "{'allowed': false}");
        assertThat(create("a").status()).isEqualTo(201);
        configure("Validating", "i", "{'matchConditions': [{'name': 'a', 'expression': 'object.data.x == 1'}]}");
        ApiReply reply = create("b");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body().path("message").asText())
                .isEqualTo("configmaps \"b\" is forbidden: expression 'object.data.x == 1' resulted in error: no such"
                        + " key: data");
    }

    @Test
    void theConfigurationsThemselvesAreNobodysBusiness() {
        configure(
                "Validating",
                "h",
                "{'objectSelector': {}, 'rules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*']}]}");
        assertThat(create("a").status()).isEqualTo(500);
        assertThat(send(Verb.DELETE, CONFIGURATIONS + "validatingwebhookconfigurations/h", json("{}"))
                        .status())
                .isEqualTo(200);
        assertThat(create("a").status()).isEqualTo(201);
    }
}
