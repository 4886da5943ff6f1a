package io.fairlead.simulator.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.ClusterActors.Settings;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.testing.ClusterRig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ClusterRig cluster = ClusterRig.of(new Settings(3, 2, Costs.NONE));

    private String place(String name, String spec) {
        cluster.create(
                PODS,
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: '" + name + "'}, spec: {" + spec
                        + "containers: [{name: 'app', image: 'web:1'}]}}");
        cluster.seconds(1);
        return node(name);
    }

    private String node(String name) {
        return cluster.get(PODS + "/" + name).at("/spec/nodeName").asText();
    }

    @Test
    @DisplayName("pods are spread; what fits nowhere waits, says why, and goes where room appears")
    void spreads() {
        for (int i = 0; i < 6; i++) {
            assertThat(place("p" + i, "")).isEqualTo("node-" + i % 3);
        }
        assertThat(place("late", "")).isEmpty();
        JsonNode condition = cluster.get(PODS + "/late").at("/status/conditions/0");
        assertThat(condition.path("reason").asText()).isEqualTo("Unschedulable");
        assertThat(condition.path("message").asText()).isEqualTo("0/3 nodes are available: 3 Too many pods.");
        cluster.delete(PODS + "/p4", "");
        cluster.seconds(2);
        assertThat(node("late")).isEqualTo("node-1");
    }

    @Test
    @DisplayName("node selectors, affinity, taints and cordons are honoured")
    void demands() {
        assertThat(place("zone", "nodeSelector: {'topology.kubernetes.io/zone': 'zone-c'},"))
                .isEqualTo("node-2");
        assertThat(place(
                        "affine",
                        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                                + " [{matchExpressions: [{key: 'topology.kubernetes.io/zone', operator: 'NotIn',"
                                + " values: ['zone-a', 'zone-c']}]}]}}},"))
                .isEqualTo("node-1");
        cluster.patch("/api/v1/nodes/node-0", "{spec: {unschedulable: true}}");
        cluster.patch("/api/v1/nodes/node-1", "{spec: {taints: [{key: 'gpu', value: 'yes', effect: 'NoSchedule'}]}}");
        assertThat(place("plain", "")).isEqualTo("node-2");
        assertThat(place("tolerant", "tolerations: [{key: 'gpu', operator: 'Exists'}],"))
                .isEqualTo("node-1");
        assertThat(place("homeless", "")).isEmpty();
        cluster.patch("/api/v1/nodes/node-0", "{spec: {unschedulable: null}}");
        cluster.seconds(1);
        assertThat(node("homeless")).isEqualTo("node-0");
    }

    @Test
    @DisplayName("a preferred zone wins over an emptier node")
    void prefers() {
        String prefer = "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10,"
                + " preference: {matchExpressions: [{key: 'topology.kubernetes.io/zone', operator: 'In', values:"
                + " ['zone-b']}]}}]}},";
        assertThat(place("a", prefer)).isEqualTo("node-1");
        assertThat(place("b", prefer)).isEqualTo("node-1");
        assertThat(place("c", prefer)).isEqualTo("node-0");
    }
}
