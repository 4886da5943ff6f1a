package io.fairlead.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.server.testing.CloneSets;
import io.fairlead.server.testing.FakeApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReconcileLoopTest {
    private final LoopRig rig = new LoopRig();

    @BeforeEach
    void start() {
        rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void threeAreReady() {
        rig.create(CloneSets.stored("web", 3, "nginx:1"));
        rig.await("3 pods are ready", () -> rig.isDone(3, "nginx:1"));
    }

    private Map<String, JsonNode> podsByName() {
        return rig.pods().stream()
                .collect(Collectors.toMap(
                        pod -> pod.path("metadata").path("name").asText(), pod -> pod, (a, _) -> a, TreeMap::new));
    }

    @Test
    @DisplayName("CS-001 three replicas become three ready pods")
    void createsPods() {
        threeAreReady();

        assertThat(rig.web().path("status").path("availableReplicas").asInt()).isEqualTo(3);
        assertThat(rig.web().path("status").path("currentRevision"))
                .isEqualTo(rig.web().path("status").path("updateRevision"));
    }

    @Test
    @DisplayName("CS-036 an image change restarts one container, one pod at a time, with three writes a pod")
    void updatesInPlace() {
        threeAreReady();
        Map<String, JsonNode> before = podsByName();
        int written = rig.writes().size();

        rig.edit(web -> LoopRig.image(web, "nginx:2"));
        rig.await("all pods are updated", () -> {
            assertThat(rig.ready()).isGreaterThanOrEqualTo(2);
            return rig.isDone(3, "nginx:2");
        });

        podsByName().forEach((name, pod) -> {
            JsonNode old = Objects.requireNonNull(before.get(name));
            assertThat(pod.at("/metadata/uid")).isEqualTo(old.at("/metadata/uid"));
            assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt())
                    .isEqualTo(1);
            assertThat(pod.at("/status/containerStatuses/1/restartCount").asInt())
                    .isZero();
        });
        List<ApiRequest> writes = rig.writes();
        long podWrites = writes.subList(written, writes.size()).stream()
                .filter(write -> write.path().contains("/pods/"))
                .count();
        assertThat(podWrites).isEqualTo(9);
    }

    @Test
    @DisplayName("settled: not one write")
    void settledWorkloadIsLeftAlone() {
        threeAreReady();
        rig.rest(Duration.ofSeconds(2));
        int written = rig.writes().size();

        rig.rest(Duration.ofSeconds(3));

        assertThat(rig.writes().subList(written, rig.writes().size())).isEmpty();
    }

    @Test
    void scalesOutAndIn() {
        threeAreReady();

        rig.edit(web -> web.withObject("/spec").put("replicas", 5));
        rig.await("5 pods are ready", () -> rig.isDone(5, "nginx:1"));
        rig.edit(web -> web.withObject("/spec").put("replicas", 2));
        rig.await("2 pods are left", () -> rig.isDone(2, "nginx:1"));
    }

    @Test
    @DisplayName("CS-037 an env change recreates pods within the budget")
    void recreatesOnEnvChange() {
        threeAreReady();
        Map<String, JsonNode> before = podsByName();

        rig.edit(web -> ((ObjectNode) web.at("/spec/template/spec/containers/0/env/0")).put("value", "b"));
        rig.await("all pods are new", () -> {
            assertThat(rig.ready()).isGreaterThanOrEqualTo(2);
            return rig.isDone(3, "nginx:1") && podsByName().keySet().stream().noneMatch(before::containsKey);
        });
    }

    @Test
    void partitionHoldsPodsBack() {
        threeAreReady();

        rig.edit(web -> {
            LoopRig.image(web, "nginx:2");
            web.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 2);
        });
        rig.await("one pod is updated", () -> rig.podsAt("nginx:2") == 1 && rig.ready() == 3);
        rig.rest(Duration.ofSeconds(1));

        assertThat(rig.podsAt("nginx:2")).isEqualTo(1);
        assertThat(rig.web().path("status").path("updatedReplicas").asInt()).isEqualTo(1);
        assertThat(rig.web().path("status").path("expectedUpdatedReplicas").asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("S1b F19 a broken image takes maxUnavailable pods and no more, and a revert heals them")
    void brokenImageStops() {
        threeAreReady();

        rig.edit(web -> LoopRig.image(web, "nginx:broken"));
        rig.await("one pod is broken", () -> rig.podsAt("nginx:broken") == 1);
        rig.rest(Duration.ofSeconds(1));
        assertThat(rig.podsAt("nginx:broken")).isEqualTo(1);
        assertThat(rig.ready()).isEqualTo(2);

        rig.edit(web -> LoopRig.image(web, "nginx:1"));
        rig.await("all pods are back", () -> rig.isDone(3, "nginx:1"));
    }

    @Test
    @DisplayName("S10 an invalid object is reported and not acted on")
    void invalidObjectStalls() {
        ObjectNode invalid = CloneSets.stored("web", 3, "nginx:1");
        invalid.withObject("/spec/template/metadata/labels").put("app", "other");
        rig.create(invalid);

        rig.await(
                "it says so",
                () -> rig.condition("Stalled").path("reason").asText().equals("InvalidSpec"));
        assertThat(rig.condition("Stalled").path("message").asText()).contains("spec.template.metadata.labels");
        assertThat(rig.pods()).isEmpty();

        rig.edit(web -> web.withObject("/spec/template/metadata/labels").put("app", "web"));
        rig.await("it goes on", () -> rig.isDone(3, "nginx:1"));
        assertThat(rig.condition("Stalled").isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("a frozen workload is not touched until the annotation goes")
    void freezeHolds() {
        threeAreReady();

        rig.edit(web -> {
            web.withObject("/metadata").putObject("annotations").put("gitops.fairlead.io/freeze", "incident 7");
            LoopRig.image(web, "nginx:2");
        });
        rig.await(
                "it says so",
                () -> rig.condition("Stalled").path("reason").asText().equals("Frozen"));
        rig.rest(Duration.ofMillis(500));
        assertThat(rig.podsAt("nginx:1")).isEqualTo(3);

        rig.edit(web -> web.withObject("/metadata").remove("annotations"));
        rig.await("it goes on", () -> rig.isDone(3, "nginx:2"));
    }

    @Test
    @DisplayName("a frozen namespace stops its workloads until the annotation goes, even an empty one")
    void frozenNamespaceHolds() {
        threeAreReady();
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace
                .putObject("metadata")
                .put("name", "shop")
                .put("uid", "uid-of-shop")
                .putObject("annotations")
                .put("gitops.fairlead.io/freeze", "");
        rig.server.put("/api/v1/namespaces/shop", namespace);
        rig.await(
                "it says so",
                () -> rig.condition("Stalled").path("reason").asText().equals("Frozen"));

        rig.edit(web -> LoopRig.image(web, "nginx:2"));
        rig.rest(Duration.ofMillis(500));
        assertThat(rig.podsAt("nginx:1")).isEqualTo(3);

        ObjectNode thawed = namespace.deepCopy();
        thawed.withObject("/metadata").remove("annotations");
        rig.server.put("/api/v1/namespaces/shop", thawed);
        rig.await("it goes on", () -> rig.isDone(3, "nginx:2"));
    }

    @Test
    @DisplayName("a suspended GitSource stops the workloads that come from it; a tenant's source of that name does not")
    void suspendedSourceHolds() {
        ObjectNode web = CloneSets.stored("web", 3, "nginx:1");
        web.withObject("/metadata/labels").put("gitops.fairlead.io/source", "platform");
        rig.create(web);
        rig.await("all pods are ready", () -> rig.isDone(3, "nginx:1"));

        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.putObject("metadata")
                .put("name", "platform")
                .put("uid", "uid-of-tenants")
                .put("namespace", "tenant");
        source.putObject("spec").put("suspend", true);
        rig.server.put("/apis/gitops.fairlead.io/v1alpha1/namespaces/tenant/gitsources/platform", source);
        rig.edit(set -> LoopRig.image(set, "nginx:2"));
        rig.await("it goes on", () -> rig.isDone(3, "nginx:2"));

        String path = "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/gitsources/platform";
        ObjectNode ours = source.deepCopy();
        ours.withObject("/metadata").put("namespace", "fairlead-system").put("uid", "uid-of-ours");
        rig.server.put(path, ours);
        rig.await(
                "it says so",
                () -> rig.condition("Stalled").path("message").asText().contains("platform is suspended"));
        rig.edit(set -> LoopRig.image(set, "nginx:3"));
        rig.rest(Duration.ofMillis(500));
        assertThat(rig.podsAt("nginx:2")).isEqualTo(3);

        ObjectNode resumed = ours.deepCopy();
        resumed.withObject("/spec").put("suspend", false);
        rig.server.put(path, resumed);
        rig.await("it goes on", () -> rig.isDone(3, "nginx:3"));
    }

    @Test
    @DisplayName("a cluster without the definition of GitSource has no sources, and the loop works")
    void noGitSourcesServed() {
        try (LoopRig bare = new LoopRig()) {
            bare.server.failWith(request -> request.path().contains("gitsources")
                    ? Optional.of(new ApiResponse(404, JsonNodeFactory.instance.objectNode(), Optional.empty()))
                    : Optional.empty());
            bare.start();
            bare.create(CloneSets.stored("web", 3, "nginx:1"));
            bare.await("3 pods are ready", () -> bare.isDone(3, "nginx:1"));
        }
    }

    @Test
    void lostPodIsReplaced() {
        threeAreReady();
        String lost = podsByName().keySet().iterator().next();

        rig.server.remove("/api/v1/namespaces/shop/pods/" + lost);

        rig.await("it is replaced", () -> rig.isDone(3, "nginx:1"));
    }

    @Test
    @DisplayName("CS-064 F38 a refused creation is reported, tried again ever slower, and forgotten when it is over")
    void quotaIsReported() {
        rig.server.failWith(request ->
                request.verb() == ApiRequest.Verb.POST && request.path().endsWith("/pods")
                        ? Optional.of(FakeApiServer.status(403, "Forbidden", "exceeded quota"))
                        : Optional.empty());
        rig.create(CloneSets.stored("web", 3, "nginx:1"));
        rig.await(
                "it says so",
                () -> rig.condition("FailedScale").path("message").asText().contains("exceeded quota"));

        rig.server.failWith(_ -> Optional.empty());
        rig.await("3 pods are ready", () -> rig.isDone(3, "nginx:1"));
        rig.await("the condition is gone", () -> rig.condition("FailedScale").isMissingNode());
    }

    @Test
    void eventsTellWhatWasDone() {
        threeAreReady();

        rig.await(
                "an event says so",
                () -> rig.server.all("/api/v1/namespaces/shop/events").stream()
                        .anyMatch(event -> event.path("reason").asText().equals("SuccessfulCreate")
                                && event.path("involvedObject")
                                        .path("name")
                                        .asText()
                                        .equals("web")));
    }

    @Test
    @DisplayName("F11 writes that were applied without an answer are not made twice")
    void lostAnswers() {
        rig.create(CloneSets.stored("web", 3, "nginx:1"));
        rig.await("3 pods are ready", () -> rig.isDone(3, "nginx:1"));
        rig.server.loseAnswers(5);

        rig.edit(web -> LoopRig.image(web, "nginx:2"));
        rig.await("all pods are updated", () -> rig.isDone(3, "nginx:2"));

        rig.pods()
                .forEach(pod -> assertThat(pod.at("/status/containerStatuses/0/restartCount")
                                .asInt())
                        .isEqualTo(1));
    }

    @Test
    @DisplayName("F03 a view that is older than ten seconds is read live before pods are disrupted")
    void oldViewIsReadLive() {
        threeAreReady();
        rig.time.skip(Duration.ofSeconds(30));
        int read = rig.server.reads().size();

        rig.edit(web -> LoopRig.image(web, "nginx:2"));
        rig.await("all pods are updated", () -> rig.isDone(3, "nginx:2"));

        List<ApiRequest> reads = rig.server.reads();
        assertThat(reads.subList(read, reads.size()))
                .anyMatch(each -> each.path().equals("/api/v1/namespaces/shop/pods")
                        && each.query().getOrDefault("labelSelector", "").equals("app=web"));
    }

    @Test
    @DisplayName("F07 S1 a pod that was down when the watch fell silent is not deleted for free once it serves again")
    void silentWatchDoesNotMakeAPodFree() {
        threeAreReady();
        rig.takeDown(rig.pods().getLast());
        rig.awaitWithoutKubelet(
                "it is seen to be down",
                () -> rig.web().at("/status/readyReplicas").asInt() == 2);
        rig.server.mute("/api/v1/pods");
        rig.rest(Duration.ofMillis(200));
        assertThat(rig.ready()).isEqualTo(3);
        rig.time.skip(Duration.ofSeconds(30));
        int read = rig.server.reads().size();

        rig.edit(web -> ((ObjectNode) web.at("/spec/template/spec/containers/0"))
                .putArray("env")
                .addObject()
                .put("name", "A")
                .put("value", "b"));
        rig.await("a pod is deleted", () -> rig.ready() < 3);

        List<ApiRequest> reads = rig.server.reads();
        assertThat(reads.subList(read, reads.size()))
                .anyMatch(each -> each.query().getOrDefault("labelSelector", "").equals("app=web"));
    }

    @Test
    @DisplayName("F07 S1 a watch that went silent does not hide a pod that is down")
    void silentWatchHidesNothing() {
        threeAreReady();
        rig.server.mute("/api/v1/pods");
        ObjectNode down = rig.pods().getLast();
        String name = down.path("metadata").path("name").asText();
        rig.takeDown(down);
        rig.time.skip(Duration.ofSeconds(30));

        rig.edit(web -> LoopRig.image(web, "nginx:2"));
        rig.awaitWithoutKubelet("the pod that is down is updated", () -> rig.podsAt("nginx:2") == 1);
        rig.restWithoutKubelet(Duration.ofMillis(500));

        assertThat(rig.podsAt("nginx:2")).isEqualTo(1);
        assertThat(rig.ready()).isEqualTo(2);
        assertThat(Objects.requireNonNull(podsByName().get(name))
                        .at("/spec/containers/0/image")
                        .asText())
                .isEqualTo("nginx:2");
    }
}
