package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.PODS;
import static io.fairlead.simulator.server.Cluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import org.junit.jupiter.api.Test;

/// Binding and eviction of pods.
class PodRequestsTest {
    private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    private final Cluster cluster = new Cluster();

    private JsonNode evict(int status) {
        return Cluster.expect(
                status,
                cluster.send(
                        Verb.POST,
                        PODS + "/web/eviction",
                        "{apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: 'web'}}"));
    }

    private void runningPod() {
        cluster.pod("web", "node-1");
        cluster.merge(
                PODS + "/web/status", "{status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}}");
    }

    private void budget(int allowed) {
        JsonNode budget = cluster.post(
                BUDGETS, "{metadata: {name: 'web'}, spec: {minAvailable: 1, selector: {matchLabels: {app: 'web'}}}}");
        cluster.merge(
                BUDGETS + "/web/status",
                "{status: {disruptionsAllowed: " + allowed + ", desiredHealthy: 1, currentHealthy: " + (1 + allowed)
                        + ", expectedPods: 1, observedGeneration: "
                        + budget.path("metadata").path("generation").asInt() + "}}");
    }

    @Test
    void bindsAPodOnce() {
        cluster.pod("web", "");
        String binding =
                "{apiVersion: 'v1', kind: 'Binding', metadata: {name: 'web'}, target: {kind: 'Node', name: 'n'}}";
        cluster.post(PODS + "/web/binding", binding);
        JsonNode pod = cluster.get(PODS + "/web").body();
        assertThat(pod.path("spec").path("nodeName").asText()).isEqualTo("n");
        assertThat(pod.path("status").path("conditions").path(0).path("type").asText())
                .isEqualTo("PodScheduled");
        JsonNode refused = Cluster.expect(409, cluster.send(Verb.POST, PODS + "/web/binding", binding));
        assertThat(refused.path("message").asText())
                .isEqualTo("Operation cannot be fulfilled on pods/binding \"web\": pod web is already assigned to node"
                        + " \"n\"");
    }

    @Test
    void evictsWithinTheBudget() {
        runningPod();
        budget(1);
        evict(201);
        JsonNode pod = cluster.get(PODS + "/web").body();
        assertThat(pod.path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(pod.path("status").path("conditions").toString()).contains("EvictionByEvictionAPI");
        JsonNode status = cluster.get(BUDGETS + "/web").body().path("status");
        assertThat(status.path("disruptionsAllowed").asInt(-1)).isZero();
        assertThat(status.path("disruptedPods").has("web")).isTrue();
    }

    @Test
    void refusesWhatTheBudgetDoesNotAllow() {
        runningPod();
        budget(0);
        JsonNode refused = evict(429);
        assertThat(refused.path("details"))
                .isEqualTo(json("{causes: [{reason: 'DisruptionBudget', message: 'The disruption budget web needs 1"
                        + " healthy pods and has 1 currently'}]}"));
        assertThat(cluster.get(PODS + "/web").body().path("metadata").has("deletionTimestamp"))
                .isFalse();
    }

    @Test
    void aPodThatDoesNotRunNeedsNoBudget() {
        cluster.pod("web", "");
        budget(0);
        cluster.merge(PODS + "/web/status", "{status: {phase: 'Pending'}}");
        evict(201);
        assertThat(cluster.get(PODS + "/web").status()).isEqualTo(404);
    }
}
