package io.fairlead.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.ClusterActors.Settings;
import io.fairlead.simulator.testing.ClusterRig;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodLifeTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String WEB = PODS + "/web";

    private static ClusterRig cluster(Costs costs) {
        return ClusterRig.of(new Settings(2, 10, costs));
    }

    private static void create(ClusterRig cluster, String metadata, String spec) {
        cluster.create(
                PODS, "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web'" + metadata + "}, spec: {" + spec + "}}");
    }

    private static JsonNode container(ClusterRig cluster, int index) {
        return cluster.get(WEB).at("/status/containerStatuses/" + index);
    }

    @Test
    @DisplayName("a pod is scheduled, started and ready")
    void runs() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(cluster, "", "containers: [{name: 'app', image: 'shop/web:1'}]");
        cluster.seconds(1);
        JsonNode pod = cluster.get(WEB);
        assertThat(pod.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(pod.at("/spec/nodeName").asText()).isEqualTo("node-0");
        assertThat(pod.at("/status/podIP").asText()).startsWith("10.");
        for (String type : new String[] {"Initialized", "ContainersReady", "Ready"}) {
            assertThat(ClusterRig.condition(pod, type)).as(type).isEqualTo("True");
        }
        assertThat(container(cluster, 0).path("imageID").asText()).startsWith("web@sha256:");
    }

    @Test
    @DisplayName("a new pod with a volume takes 25 s, an update in place 7 s")
    void costs() {
        ClusterRig cluster = cluster(Costs.LARGE_CLUSTER);
        create(
                cluster,
                "",
                "containers: [{name: 'app', image: 'web:1'}],"
                        + " volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]");
        cluster.pass(Duration.ofMillis(24_900));
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("False");
        cluster.pass(Duration.ofMillis(200));
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("True");

        cluster.patch(WEB, "{spec: {containers: [{name: 'app', image: 'web:2'}]}}");
        cluster.pass(Duration.ofMillis(6_900));
        assertThat(container(cluster, 0).path("ready").asBoolean()).isFalse();
        cluster.pass(Duration.ofMillis(200));
        assertThat(container(cluster, 0).path("ready").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("a new image restarts just its container")
    void restartsOne() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(cluster, "", "containers: [{name: 'app', image: 'web:1'}, {name: 'log', image: 'log:1'}]");
        cluster.seconds(1);
        JsonNode before = cluster.get(WEB);
        cluster.patch(WEB, "{spec: {containers: [{name: 'app', image: 'web:2'}, {name: 'log', image: 'log:1'}]}}");
        cluster.seconds(1);
        JsonNode after = cluster.get(WEB);
        assertThat(container(cluster, 0).path("restartCount").asInt()).isEqualTo(1);
        assertThat(container(cluster, 0).path("imageID"))
                .isNotEqualTo(before.at("/status/containerStatuses/0/imageID"));
        assertThat(container(cluster, 0).at("/lastState/terminated/exitCode").asInt(-1))
                .isZero();
        assertThat(container(cluster, 1)).isEqualTo(before.at("/status/containerStatuses/1"));
        assertThat(after.at("/status/podIP")).isEqualTo(before.at("/status/podIP"));
        assertThat(after.at("/metadata/uid")).isEqualTo(before.at("/metadata/uid"));
    }

    @Test
    @DisplayName("a broken image never runs, and the way back restarts the container once")
    void broken() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(cluster, "", "containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(1);
        cluster.patch(WEB, "{spec: {containers: [{name: 'app', image: 'web:broken'}]}}");
        cluster.seconds(600);
        assertThat(container(cluster, 0).at("/state/waiting/reason").asText()).isEqualTo("ImagePullBackOff");
        assertThat(container(cluster, 0).path("restartCount").asInt()).isZero();
        cluster.patch(WEB, "{spec: {containers: [{name: 'app', image: 'web:1'}]}}");
        cluster.seconds(1);
        assertThat(container(cluster, 0).path("ready").asBoolean()).isTrue();
        assertThat(container(cluster, 0).path("restartCount").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("one content under two names has one id")
    void sameContent() {
        assertThat(ImageIds.of("a/nginx:1.9.1")).isEqualTo(ImageIds.of("b.example.com/nginx:1.9.1"));
        assertThat(ImageIds.of("nginx:1.9.1")).isNotEqualTo(ImageIds.of("nginx:1.9.2"));
        assertThat(ImageIds.of("a/web:1@sha256:ab")).isEqualTo(ImageIds.of("b/web@sha256:ab"));
    }

    @Test
    @DisplayName("a closed readiness gate keeps a pod from being ready")
    void gates() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(
                cluster,
                "",
                "readinessGates: [{conditionType: 'InPlaceUpdateReady'}], containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(1);
        assertThat(ClusterRig.condition(cluster.get(WEB), "ContainersReady")).isEqualTo("True");
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("False");
        cluster.patch(WEB + "/status", "{status: {conditions: [{type: 'InPlaceUpdateReady', status: 'True'}]}}");
        cluster.seconds(1);
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("True");
    }

    @Test
    @DisplayName("init containers run first and in order; a sidecar stays")
    void init() {
        ClusterRig cluster = cluster(Costs.pull(Duration.ofSeconds(2)));
        create(
                cluster,
                "",
                "initContainers: [{name: 'mesh', image: 'mesh:1', restartPolicy: 'Always'},"
                        + " {name: 'migrate', image: 'm:1'}], containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(3);
        assertThat(container(cluster, 0).at("/state/waiting/reason").asText()).isEqualTo("PodInitializing");
        assertThat(cluster.get(WEB)
                        .at("/status/initContainerStatuses/0/started")
                        .asBoolean())
                .isTrue();
        cluster.seconds(4);
        JsonNode pod = cluster.get(WEB);
        assertThat(pod.at("/status/initContainerStatuses/1/state/terminated/reason")
                        .asText())
                .isEqualTo("Completed");
        assertThat(pod.at("/status/initContainerStatuses/0/state").has("running"))
                .isTrue();
        assertThat(ClusterRig.condition(pod, "Ready")).isEqualTo("True");
    }

    @Test
    @DisplayName("a key that the environment needs is waited for; annotations reach it when the container starts")
    void environment() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(
                cluster,
                ", annotations: {'app-config': 'v1'}",
                "containers: [{name: 'app', image: 'web:1', env: ["
                        + "{name: 'A', valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['app-config']\"}}},"
                        + "{name: 'K', valueFrom: {configMapKeyRef: {name: 'c', key: 'k'}}}]}]");
        cluster.seconds(2);
        assertThat(container(cluster, 0).at("/state/waiting/reason").asText()).isEqualTo("CreateContainerConfigError");
        cluster.create(
                "/api/v1/namespaces/default/configmaps",
                "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'c'}, data: {k: 'x'}}");
        cluster.seconds(2);
        String uid = cluster.get(WEB).at("/metadata/uid").asText();
        Kubelets kubelets = cluster.actors().kubelets();
        assertThat(kubelets.environment(uid, "app")).hasToString("{\"A\":\"v1\",\"K\":\"x\"}");
        cluster.patch(WEB, "{metadata: {annotations: {'app-config': 'v2'}}}");
        cluster.seconds(1);
        assertThat(container(cluster, 0).path("restartCount").asInt()).isZero();
        assertThat(kubelets.restart(uid, "app")).isTrue();
        cluster.seconds(1);
        assertThat(container(cluster, 0).path("restartCount").asInt()).isEqualTo(1);
        assertThat(kubelets.environment(uid, "app").path("A").asText()).isEqualTo("v2");
    }

    @Test
    @DisplayName("a container that fails is restarted after a while; readiness can be lost and found")
    void crashes() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(cluster, "", "containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(1);
        String uid = cluster.get(WEB).at("/metadata/uid").asText();
        Kubelets kubelets = cluster.actors().kubelets();
        assertThat(kubelets.crash(uid, "app")).isTrue();
        cluster.seconds(1);
        assertThat(container(cluster, 0).at("/state/waiting/reason").asText()).isEqualTo("CrashLoopBackOff");
        cluster.seconds(30);
        assertThat(container(cluster, 0).path("restartCount").asInt()).isEqualTo(1);
        assertThat(kubelets.holdUnready(uid, "app", true)).isTrue();
        cluster.seconds(1);
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("False");
        assertThat(kubelets.holdUnready(uid, "app", false)).isTrue();
        cluster.seconds(1);
        assertThat(ClusterRig.condition(cluster.get(WEB), "Ready")).isEqualTo("True");
    }

    @Test
    @DisplayName("a deleted pod ends after its containers; one that hangs stays")
    void ends() {
        ClusterRig cluster = cluster(Costs.LARGE_CLUSTER);
        create(cluster, "", "terminationGracePeriodSeconds: 30, containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(30);
        cluster.actors().conditions().hangTerminating(_ -> true);
        cluster.delete(WEB, "");
        cluster.seconds(60);
        assertThat(cluster.get(WEB).at("/metadata").has("deletionTimestamp")).isTrue();
        cluster.actors().conditions().hangTerminating(_ -> false);
        cluster.seconds(3);
        assertThat(cluster.exists(WEB)).isFalse();
    }

    @Test
    @DisplayName("a pod that is not restarted ends by itself")
    void completes() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(
                cluster,
                ", annotations: {'simulator.fairlead.io/exit': '5s:3'}",
                "restartPolicy: 'Never', containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(4);
        assertThat(cluster.get(WEB).at("/status/phase").asText()).isEqualTo("Running");
        cluster.seconds(2);
        assertThat(cluster.get(WEB).at("/status/phase").asText()).isEqualTo("Failed");
        assertThat(container(cluster, 0).at("/state/terminated/exitCode").asInt())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("a settled pod costs no writes")
    void settles() {
        ClusterRig cluster = cluster(Costs.NONE);
        create(cluster, "", "containers: [{name: 'app', image: 'web:1'}]");
        cluster.seconds(5);
        int before = cluster.commits().size();
        cluster.seconds(3600);
        assertThat(cluster.commits()).hasSize(before);
    }
}
