package io.fairlead.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import org.junit.jupiter.api.Test;

/// Definitions of custom kinds are served while they are there.
class DefinitionsTest {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String THINGS = "/apis/example.com/v1/namespaces/default/things";

    private final Cluster cluster = new Cluster();

    private void define() {
        cluster.post(
                DEFINITIONS,
                "{apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {name:"
                        + " 'things.example.com'}, spec: {group: 'example.com', scope: 'Namespaced', names: {plural:"
                        + " 'things', kind: 'Thing'}, versions: [{name: 'v1', served: true, storage: true, schema:"
                        + " {openAPIV3Schema: {type: 'object', properties: {spec: {type: 'object', properties: {size:"
                        + " {type: 'integer', default: 3}}}}}}}]}}");
    }

    private void create(String finalizers) {
        cluster.post(
                THINGS,
                "{apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'a', finalizers: " + finalizers
                        + "}, spec: {}}");
    }

    @Test
    void isEstablishedAndServed() {
        define();
        JsonNode conditions = cluster.get(DEFINITIONS + "/things.example.com")
                .body()
                .path("status")
                .path("conditions");
        assertThat(conditions.findValuesAsText("type")).containsExactly("NamesAccepted", "Established");
        assertThat(conditions.findValuesAsText("status")).containsOnly("True");
        create("[]");
        assertThat(cluster.get(THINGS + "/a").body().path("spec").path("size").asInt())
                .isEqualTo(3);
    }

    @Test
    void aBadDefinitionIsRefused() {
        JsonNode refused = Cluster.expect(
                422,
                cluster.send(
                        Verb.POST,
                        DEFINITIONS,
                        "{apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {name:"
                                + " 'wrong.example.com'}, spec: {group: 'example.com', scope: 'Namespaced', names:"
                                + " {plural: 'things', kind: 'Thing'}, versions: [{name: 'v1', served: true, storage:"
                                + " true, schema: {openAPIV3Schema: {type: 'object'}}}]}}"));
        assertThat(refused.path("message").asText()).contains("must be spec.names.plural+\".\"+spec.group");
    }

    @Test
    void aDeletionTakesTheObjectsFirst() {
        define();
        create("['example.com/hold']");
        WatchFeed feed = cluster.watch(THINGS + "?watch=true");
        JsonNode marked = cluster.delete(DEFINITIONS + "/things.example.com", null);
        assertThat(marked.path("metadata").path("finalizers").toString())
                .isEqualTo("[\"customresourcecleanup.apiextensions.k8s.io\"]");
        Cluster.expect(
                403,
                cluster.send(
                        Verb.POST, THINGS, "{apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'b'}}"));
        cluster.merge(THINGS + "/a", "{metadata: {finalizers: null}}");
        assertThat(cluster.get(DEFINITIONS + "/things.example.com").status()).isEqualTo(404);
        assertThat(cluster.get(THINGS + "/a").body().asText()).startsWith("404 page not found");
        assertThat(Cluster.lines(feed)).containsExactly("ADDED a", "MODIFIED a", "DELETED a", "END 200");
    }
}
