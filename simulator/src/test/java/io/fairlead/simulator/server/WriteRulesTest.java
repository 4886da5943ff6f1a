package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What holds for writes of every kind.
class WriteRulesTest {
    private final Cluster cluster = new Cluster();

    private String refusal(int status, Verb verb, String target, String body) {
        return Cluster.expect(status, cluster.send(verb, target, body))
                .path("message")
                .asText();
    }

    @Test
    void anUpdateOfAnOlderStateIsAConflict() {
        ObjectNode old = (ObjectNode) cluster.configMap("a");
        cluster.merge(CONFIG_MAPS + "/a", "{data: {k: 'v'}}");
        JsonNode conflict =
                Cluster.expect(409, cluster.server.handle(Cluster.call(Verb.PUT, CONFIG_MAPS + "/a", old, "")));
        assertThat(conflict.path("message").asText())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
                        + " apply your changes to the latest version and try again");
    }

    @Test
    void someKindsNeedAVersionInUpdates() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        cluster.post(leases, "{metadata: {name: 'a'}, spec: {}}");
        assertThat(refusal(422, Verb.PUT, leases + "/a", "{metadata: {name: 'a'}, spec: {}}"))
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        cluster.send(Verb.PUT, CONFIG_MAPS + "/b", "{metadata: {name: 'b'}}");
        Cluster.expect(201, cluster.send(Verb.PUT, leases + "/new", "{metadata: {name: 'new'}, spec: {}}"));
    }

    @Test
    void namesAreGenerated() {
        JsonNode first = cluster.post(CONFIG_MAPS, "{metadata: {generateName: 'a-'}}");
        assertThat(Metadata.name((ObjectNode) first)).matches("a-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }

    @Test
    void pathsThatLeadNowhere() {
        assertThat(cluster.get("/api/v1/foos").status()).isEqualTo(404);
        assertThat(cluster.get("/api/v1/namespaces/default/nodes").status()).isEqualTo(404);
        assertThat(refusal(405, Verb.POST, CONFIG_MAPS + "/a", "{}"))
                .isEqualTo("the server does not allow this method on the requested resource");
        assertThat(refusal(404, Verb.POST, "/api/v1/namespaces/nope/configmaps", "{metadata: {name: 'a'}}"))
                .isEqualTo("namespaces \"nope\" not found");
    }

    @Test
    void whatIsNotModelledIs501() {
        cluster.pod("web", "");
        assertThat(cluster.get(Cluster.PODS + "/web/log").status()).isEqualTo(501);
    }

    @Test
    void aDryRunStoresNothing() {
        long version = cluster.server.version();
        cluster.post(CONFIG_MAPS + "?dryRun=All", "{metadata: {name: 'a'}}");
        assertThat(cluster.server.version()).isEqualTo(version);
        assertThat(cluster.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void theAuthorizerIsAsked() {
        cluster.server.authorize((_, asked) ->
                asked.resource().equals("configmaps") && asked.verb().equals("create")
                        ? Optional.of("")
                        : Optional.empty());
        assertThat(refusal(403, Verb.POST, CONFIG_MAPS, "{metadata: {name: 'a'}}"))
                .isEqualTo("configmaps is forbidden: User \"admin\" cannot create resource \"configmaps\" in API group"
                        + " \"\" in the namespace \"default\"");
    }

    @Test
    void scaleIsAViewOfReplicas() {
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        cluster.post(
                deployments,
                "{metadata: {name: 'web'}, spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, template:"
                        + " {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'web:1'}]}}}}");
        JsonNode scale = cluster.get(deployments + "/web/scale").body();
        assertThat(scale.path("spec").path("replicas").asInt()).isEqualTo(2);
        assertThat(scale.path("status").path("selector").asText()).isEqualTo("app=web");
        cluster.merge(deployments + "/web/scale", "{spec: {replicas: 5}}");
        JsonNode web = cluster.get(deployments + "/web").body();
        assertThat(web.path("spec").path("replicas").asInt()).isEqualTo(5);
        assertThat(web.path("metadata").path("generation").asInt()).isEqualTo(2);
        assertThat(refusal(422, Verb.PATCH, deployments + "/web/scale", "{spec: {replicas: -1}}"))
                .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    }
}
