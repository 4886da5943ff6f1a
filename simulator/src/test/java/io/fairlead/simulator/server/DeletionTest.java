package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static io.fairlead.simulator.server.Cluster.PODS;
import static io.fairlead.simulator.server.Cluster.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import org.junit.jupiter.api.Test;

/// How objects go.
class DeletionTest {
    private final Cluster cluster = new Cluster();

    @Test
    void answersWithAStatusThatNamesTheObject() {
        String uid = cluster.configMap("a").path("metadata").path("uid").asText();
        JsonNode status = cluster.delete(CONFIG_MAPS + "/a", null);
        assertThat(status.path("status").asText()).isEqualTo("Success");
        assertThat(status.path("details").path("uid").asText()).isEqualTo(uid);
        assertThat(cluster.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void waitsForFinalizers() {
        cluster.configMap("a");
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {finalizers: ['example.com/hold']}}");
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true");
        JsonNode marked = cluster.delete(CONFIG_MAPS + "/a", null);
        assertThat(marked.path("metadata").path("deletionTimestamp").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(marked.path("metadata").path("deletionGracePeriodSeconds").asInt(-1))
                .isZero();
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {finalizers: null}}");
        assertThat(lines(feed)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
        assertThat(cluster.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void aPodWithANodeGoesGracefully() {
        cluster.pod("web", "node-1");
        JsonNode marked = cluster.delete(PODS + "/web", null);
        assertThat(marked.path("metadata").path("deletionTimestamp").asText()).isEqualTo("2027-01-01T00:00:30Z");
        assertThat(cluster.get(PODS + "/web").status()).isEqualTo(200);
        // Only a shorter period counts.
        long version = cluster.server.version();
        cluster.delete(PODS + "/web", "{gracePeriodSeconds: 60}");
        assertThat(cluster.server.version()).isEqualTo(version);
        cluster.delete(PODS + "/web", "{gracePeriodSeconds: 0}");
        assertThat(cluster.get(PODS + "/web").status()).isEqualTo(404);
    }

    @Test
    void aPodWithoutANodeIsMarkedAndGoesAtOnce() {
        cluster.pod("web", "");
        WatchFeed feed = cluster.watch(PODS + "?watch=true");
        JsonNode gone = cluster.delete(PODS + "/web", null);
        assertThat(gone.path("kind").asText()).isEqualTo("Pod");
        assertThat(lines(feed)).containsExactly("ADDED web", "MODIFIED web", "DELETED web");
    }

    @Test
    void foregroundAndOrphanAreFinalizers() {
        cluster.configMap("a");
        JsonNode waiting = cluster.delete(CONFIG_MAPS + "/a", "{propagationPolicy: 'Foreground'}");
        assertThat(waiting.path("metadata").path("finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        cluster.configMap("b");
        JsonNode orphaning = cluster.delete(CONFIG_MAPS + "/b", "{propagationPolicy: 'Orphan'}");
        assertThat(orphaning.path("metadata").path("finalizers").toString()).isEqualTo("[\"orphan\"]");
    }

    @Test
    void refusesAnotherObjectThanTheOneMeant() {
        cluster.configMap("a");
        JsonNode refused =
                Cluster.expect(409, cluster.send(Verb.DELETE, CONFIG_MAPS + "/a", "{preconditions: {uid: 'other'}}"));
        assertThat(refused.path("message").asText())
                .startsWith("Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other)");
        Cluster.expect(409, cluster.send(Verb.DELETE, CONFIG_MAPS + "/a", "{preconditions: {resourceVersion: '1'}}"));
        assertThat(cluster.get(CONFIG_MAPS + "/a").status()).isEqualTo(200);
    }

    @Test
    void aDryRunLeavesEverything() {
        cluster.configMap("a");
        cluster.delete(CONFIG_MAPS + "/a?dryRun=All", null);
        assertThat(cluster.get(CONFIG_MAPS + "/a").status()).isEqualTo(200);
    }

    @Test
    void deletesWhatASelectorMatches() {
        cluster.pod("a", "");
        cluster.pod("b", "");
        cluster.merge(PODS + "/b", "{metadata: {labels: {app: 'other'}}}");
        cluster.delete(PODS + "?labelSelector=app=web", null);
        assertThat(cluster.get(PODS + "/a").status()).isEqualTo(404);
        assertThat(cluster.get(PODS + "/b").status()).isEqualTo(200);
    }

    @Test
    void aNamespaceIsTerminatingUntilItsFinalizersAreGone() {
        cluster.post("/api/v1/namespaces", "{metadata: {name: 'team'}}");
        JsonNode namespace = cluster.delete("/api/v1/namespaces/team", null);
        assertThat(namespace.path("status").path("phase").asText()).isEqualTo("Terminating");
        JsonNode refused = Cluster.expect(
                403, cluster.send(Verb.POST, "/api/v1/namespaces/team/configmaps", "{metadata: {name: 'a'}}"));
        assertThat(refused.path("message").asText())
                .isEqualTo("configmaps \"a\" is forbidden: unable to create new content in namespace team because it"
                        + " is being terminated");
    }
}
