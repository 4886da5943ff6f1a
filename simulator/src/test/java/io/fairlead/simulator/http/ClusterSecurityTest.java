package io.fairlead.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.EmbeddedCluster;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterSecurityTest {
    private static final ApiCall.User BOB = new ApiCall.User("bob", List.of("system:authenticated"));
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/";

    private static ApiReply call(EmbeddedCluster cluster, ApiCall.User user, Verb verb, String path, String body) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        ApiCall call = new ApiCall(verb, path, new LinkedHashMap<>(), headers, tree(body), user);
        return cluster.model().inside(() -> cluster.model().server().handle(call));
    }

    private static @Nullable JsonNode tree(String body) {
        try {
            return body.isEmpty() ? null : new ObjectMapper().readTree(body.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    private static EmbeddedCluster start() throws IOException {
        return EmbeddedCluster.start(EmbeddedCluster.Options.DEFAULT, failure -> {
            throw new AssertionError(failure);
        });
    }

    @Test
    @DisplayName("who is not the administrator may do what roles let him")
    void roles() throws IOException {
        try (EmbeddedCluster cluster = start()) {
            assertThat(call(cluster, BOB, Verb.GET, PODS, "").status()).isEqualTo(403);
            call(
                    cluster,
                    ApiCall.User.ADMIN,
                    Verb.POST,
                    RBAC + "roles",
                    "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'Role','metadata':{'name':'reader'},"
                            + "'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['list']}]}");
            call(
                    cluster,
                    ApiCall.User.ADMIN,
                    Verb.POST,
                    RBAC + "rolebindings",
                    "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'RoleBinding','metadata':{'name':'bob'},"
                            + "'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'reader'},"
                            + "'subjects':[{'apiGroup':'rbac.authorization.k8s.io','kind':'User','name':'bob'}]}");
            assertThat(call(cluster, BOB, Verb.GET, PODS, "").status()).isEqualTo(200);
            assertThat(call(cluster, BOB, Verb.DELETE, PODS, "").status()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("a webhook that cannot be reached and fails closed refuses just what it is asked about")
    void webhooks() throws IOException {
        try (EmbeddedCluster cluster = start()) {
            call(
                    cluster,
                    ApiCall.User.ADMIN,
                    Verb.POST,
                    "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                    "{'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingWebhookConfiguration',"
                            + "'metadata':{'name':'deny'},'webhooks':[{'name':'deny.example.com','sideEffects':'None',"
                            + "'admissionReviewVersions':['v1'],'timeoutSeconds':2,'failurePolicy':'Fail',"
                            + "'clientConfig':{'url':'https://127.0.0.1:1/x'},'rules':[{'apiGroups':[''],"
                            + "'apiVersions':['v1'],'operations':['CREATE'],'resources':['configmaps']}]}]}");
            ApiReply refused = call(
                    cluster,
                    ApiCall.User.ADMIN,
                    Verb.POST,
                    "/api/v1/namespaces/default/configmaps",
                    "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'}}");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body().path("message").asText()).contains("failed calling webhook \"deny.example.com\"");
            assertThat(call(
                                    cluster,
                                    ApiCall.User.ADMIN,
                                    Verb.POST,
                                    "/api/v1/namespaces",
                                    "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}")
                            .status())
                    .isEqualTo(201);
        }
    }
}
