package io.fairlead.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.simulator.ClusterActors.Settings;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.testing.ClusterRig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LostNodeTest {
    private static final String POD = "/api/v1/namespaces/default/pods/web";
    private static final String NODE = "/api/v1/nodes/node-0";

    private final ClusterRig cluster = ClusterRig.of(new Settings(2, 10, Costs.NONE));

    private void run() {
        cluster.create(
                "/api/v1/namespaces/default/pods",
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web'},"
                        + " spec: {terminationGracePeriodSeconds: 30, containers: [{name: 'app', image: 'web:1'}]}}");
        cluster.seconds(1);
        assertThat(cluster.get(POD).at("/spec/nodeName").asText()).isEqualTo("node-0");
    }

    private void lose() {
        cluster.patch(NODE, "{metadata: {labels: {'kubeletsim/lost': 'true'}}}");
    }

    private void find() {
        cluster.patch(NODE, "{metadata: {labels: {'kubeletsim/lost': null}}}");
        cluster.seconds(5);
    }

    @Test
    @DisplayName("its pods are unready after a while, then evicted, and end only when it comes back")
    void lostAndFound() {
        run();
        lose();
        cluster.seconds(20);
        assertThat(ClusterRig.condition(cluster.get(POD), "Ready")).isEqualTo("True");
        cluster.seconds(40);
        assertThat(ClusterRig.condition(cluster.get(POD), "Ready")).isEqualTo("False");
        assertThat(ClusterRig.condition(cluster.get(NODE), "Ready")).isEqualTo("Unknown");
        cluster.seconds(400);
        assertThat(cluster.get(POD).at("/metadata").has("deletionTimestamp")).isTrue();
        find();
        assertThat(cluster.exists(POD)).isFalse();
        assertThat(ClusterRig.condition(cluster.get(NODE), "Ready")).isEqualTo("True");
        assertThat(cluster.get(NODE).at("/spec/taints")).isEmpty();
    }

    @Test
    @DisplayName("a node that comes back soon keeps its pods")
    void backSoon() {
        run();
        lose();
        cluster.seconds(100);
        find();
        assertThat(ClusterRig.condition(cluster.get(POD), "Ready")).isEqualTo("True");
        cluster.seconds(600);
        assertThat(cluster.get(POD).at("/metadata").has("deletionTimestamp")).isFalse();
    }

    @Test
    @DisplayName("a node that is removed takes its pods with it")
    void removed() {
        run();
        cluster.delete(NODE, "");
        cluster.seconds(60);
        assertThat(cluster.exists(POD)).isFalse();
    }
}
