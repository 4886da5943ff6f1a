package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloneSetInPlaceTest {
    private static JsonNode state(ToyCluster cluster, String pod) {
        return ToyCluster.read(cluster.pod(pod)
                .path("metadata")
                .path("annotations")
                .path(PodKeys.IN_PLACE_STATE)
                .asText());
    }

    @Test
    @DisplayName("CS-036 an image changes in place: same pod, state Updating then Normal, the annotation as upstream's")
    void changesImage() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        String pod = Looks.names(cluster).getFirst();
        List<String> before = Looks.uids(cluster);
        String oldId = cluster.active().getFirst().containers().getFirst().imageId();
        cluster.invariants().forgetWrites();
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(Looks.state(cluster, pod)).isEqualTo("Updating");
        assertThat(Looks.isReady(cluster, pod)).isFalse();
        JsonNode state = state(cluster, pod);
        assertThat(state.path("updateImages").asBoolean()).isTrue();
        assertThat(state.path("lastContainerStatuses")
                        .path("app")
                        .path("imageID")
                        .asText())
                .isEqualTo(oldId);
        assertThat(state.path("lastContainerStatuses").has("side")).isFalse();
        assertThat(state.path("revision")).isEqualTo(cluster.status().path("updateRevision"));
        assertThat(state.path("containerBatchesRecord").path(0).path("containers"))
                .isEqualTo(ToyCluster.read("['app']"));
        assertThat(state.path("updateTimestamp").asText())
                .isEqualTo(cluster.now().toString());
        cluster.settle();
        assertThat(Looks.state(cluster, pod)).isEqualTo("Normal");
        assertThat(Looks.isReady(cluster, pod)).isTrue();
        assertThat(Looks.uids(cluster)).isEqualTo(before);
        assertThat(cluster.invariants().writes().values()).containsExactly(3);
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @DisplayName("CS-037 CS-041 CS-042 what cannot change in a running pod is recreated")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CS-037|/template/spec/containers/0/env/0/value|'b'",
                "CS-041|/template/spec/initContainers/0/image|'shop/init:2'",
                "pull policy|/template/spec/containers/0/imagePullPolicy|'Never'",
                "CS-056|/template/spec/containers/0/resources|{'requests': {'cpu': '1'}}",
                "selector of labels|/template/spec/affinity|{'podAffinity': {}}",
                "finalizer|/template/metadata/finalizers|['shop.example/wait']"
            })
    void recreates(String id, String pointer, String value) {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        List<String> before = Looks.uids(cluster);
        cluster.set(pointer, value).settle();
        assertThat(Looks.survivors(before, Looks.uids(cluster))).as(id).isZero();
        assertThat(Looks.status(cluster, "updatedReadyReplicas")).isEqualTo(3);
    }

    @Test
    @DisplayName("CS-042 containers in another order are other pods")
    void reorderedContainers() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE, "");
        List<String> before = Looks.uids(cluster);
        ObjectNode spec =
                (ObjectNode) cluster.cloneSet().spec().template().path("spec").deepCopy();
        JsonNode first = spec.path("containers").path(0);
        JsonNode second = spec.path("containers").path(1);
        spec.putArray("containers").add(second).add(first);
        cluster.set("/template/spec", spec.toString()).settle();
        assertThat(Looks.survivors(before, Looks.uids(cluster))).isZero();
    }

    @Test
    @DisplayName("RECREATE: the pod is deleted in one write, replaced, brought into service: 3 writes")
    void recreateWrites() {
        ToyCluster cluster = Specs.settled(1, Specs.RECREATE, "");
        cluster.invariants().forgetWrites();
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        // The delete of the old pod and the service write of the new one; the create is not in this count.
        assertThat(cluster.invariants().writes().values()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("CS-039 CS-040 template labels come and go, a user's label stays, nobody loses readiness: 1 write")
    void changesMetadata() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        String pod = Looks.names(cluster).getFirst();
        cluster.label(pod, "x", "1");
        cluster.invariants().forgetWrites();
        cluster.set("/template/metadata/labels", "{'app': 'web', 'shop.example/zone~a': 'b'}");
        cluster.set("/template/metadata/annotations", "{'other': 'two'}");
        for (int round = 0; round < 10; round++) {
            cluster.reconcile();
            assertThat(cluster.active()).allMatch(each -> each.isConditionTrue("Ready"));
            cluster.kubelets();
        }
        assertThat(Looks.label(cluster, pod, "x")).isEqualTo("1");
        assertThat(Looks.label(cluster, pod, "tier")).isEqualTo("absent");
        assertThat(Looks.label(cluster, pod, "shop.example/zone~a")).isEqualTo("b");
        JsonNode annotations = cluster.pod(pod).path("metadata").path("annotations");
        assertThat(annotations.has("note")).isFalse();
        assertThat(annotations.path("other").asText()).isEqualTo("two");
        assertThat(cluster.invariants().writes().values()).containsExactly(1, 1, 1);
        assertThat(cluster.invariants().disruptions()).isZero();
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "image and metadata change in the same three writes; keys with a slash are escaped, absent ones no error")
    void changesImageAndMetadata() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        String pod = Looks.names(cluster).getFirst();
        cluster.edit(pod, each -> {
            each.withObject("/metadata").withObject("/labels").remove("tier");
            each.withObject("/metadata").withObject("/annotations").remove("note");
        });
        cluster.invariants().forgetWrites();
        cluster.set("/template/metadata/labels", "{'app': 'web', 'shop.example/zone~a': 'b'}");
        cluster.set("/template/metadata/annotations", "absent");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        assertThat(Looks.label(cluster, pod, "shop.example/zone~a")).isEqualTo("b");
        assertThat(Looks.label(cluster, pod, "tier")).isEqualTo("absent");
        assertThat(cluster.invariants().writes().values()).containsExactly(3);
    }

    @Test
    @DisplayName(
            "CS-044 InPlaceOnly and impossible: nothing moves, FailedUpdate names a pod and the field; CS-064 cleared when over")
    void inPlaceOnly() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE_ONLY, "");
        List<String> before = Looks.uids(cluster);
        cluster.set("/template/spec/containers/0/env/0/value", "'top-secret'").settle();
        assertThat(Looks.uids(cluster)).isEqualTo(before);
        assertThat(Looks.status(cluster, "updatedReplicas")).isZero();
        assertThat(cluster.condition("FailedUpdate").orElse(""))
                .contains("/spec/containers/0/env/0/value")
                .contains("pod web-")
                .doesNotContain("top-secret");
        cluster.set("/template/spec/containers/0/env/0/value", "'a'").settle();
        assertThat(cluster.condition("FailedUpdate")).isEmpty();
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "a variable that reads a changing label makes a new pod: nothing on the node would restart the container")
    void envFromMetadata() {
        ToyCluster cluster = new ToyCluster(Specs.of(2, Specs.IN_PLACE, ""));
        cluster.set(
                "/template/spec/containers/0/env",
                "[{'name': 'TIER', 'valueFrom': {'fieldRef': {'fieldPath': 'metadata.labels[\\'tier\\']'}}}]"
                        .replace("\\'", "\u0001"));
        cluster.settle();
        List<String> before = Looks.uids(cluster);
        cluster.set("/template/metadata/labels/tier", "'back'").settle();
        assertThat(Looks.survivors(before, Looks.uids(cluster))).isZero();
    }

    @Test
    @DisplayName("S10 a pod whose revision is gone is never changed in place")
    void missingRevision() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE_ONLY, "");
        cluster.dropRevision(cluster.status().path("currentRevision").asText());
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isZero();
        assertThat(cluster.condition("FailedUpdate").orElse("")).contains("is missing");
    }

    @Test
    @DisplayName("a container that something put first does not shift the images")
    void injectedContainer() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        String pod = Looks.names(cluster).getFirst();
        cluster.edit(
                pod,
                each -> each.withObject("/spec")
                        .withArray("containers")
                        .insert(0, ToyCluster.read("{'name': 'mesh', 'image': 'mesh:1'}")));
        cluster.settle();
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        JsonNode containers = cluster.pod(pod).path("spec").path("containers");
        assertThat(containers.path(0).path("image").asText()).isEqualTo("mesh:1");
        assertThat(containers.path(1).path("image").asText()).isEqualTo("shop/web:2");
    }

    @Test
    @DisplayName("CS-050 CS-051 an update has ended when the image ID is another, or the image is the one asked for")
    void completion() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        String pod = Looks.names(cluster).getFirst();
        cluster.set(Looks.IMAGE, "'registry:5000/web'").reconcile();
        cluster.reconcile();
        assertThat(Looks.state(cluster, pod)).isEqualTo("Updating");
        assertThat(Looks.status(cluster, "availableReplicas")).isZero();
        cluster.edit(
                pod,
                each -> ((ObjectNode)
                                each.path("status").path("containerStatuses").path(0))
                        .put("image", "registry:5000/web:latest"));
        cluster.reconcile();
        assertThat(Looks.state(cluster, pod)).isEqualTo("Normal");
    }

    @Test
    @DisplayName(
            "a crash after the first write: the pod goes on with the second alone, or back if it is not wanted any more")
    void crashAfterFirstWrite() {
        for (boolean isWanted : List.of(true, false)) {
            ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
            String pod = Looks.names(cluster).getFirst();
            cluster.set(Looks.IMAGE, "'shop/web:2'");
            cluster.invariants().forgetWrites();
            cluster.crashAfterFirstWrite(cluster.plan());
            assertThat(Looks.state(cluster, pod)).isEqualTo("Updating");
            assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(1);
            if (!isWanted) {
                cluster.set(Looks.IMAGE, "'shop/web:1'");
            }
            cluster.settle();
            assertThat(Looks.withImage(cluster, isWanted ? "shop/web:2" : "shop/web:1"))
                    .isEqualTo(1);
            assertThat(Looks.isReady(cluster, pod)).isTrue();
            assertThat(cluster.invariants().writes().values()).containsExactly(isWanted ? 3 : 2);
        }
    }

    @Test
    @DisplayName("L3 a pod stuck on an intermediate revision goes on to the wanted one, with one more write")
    void goesOnFromBrokenRevision() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE, ", 'maxUnavailable': 1");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        String pod = Looks.namesWithImage(cluster, "shop/web:2").getFirst();
        cluster.invariants().forgetWrites();
        // The kubelet never got to see the second image.
        cluster.set(Looks.IMAGE, "'shop/web:3'");
        Plan plan = cluster.plan();
        assertThat(plan.steps())
                .anyMatch(each -> each.action() instanceof Action.MarkPod mark
                        && mark.pod().name().equals(pod));
        cluster.carryOut(plan, Integer.MAX_VALUE);
        assertThat(Looks.namesWithImage(cluster, "shop/web:3")).containsExactly(pod);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:3")).isEqualTo(2);
        assertThat(cluster.invariants().writes()).containsValues(2, 3);
    }

    @Test
    @DisplayName("the second write is refused once the pod is back in service")
    void neverUnderTraffic() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        Plan plan = cluster.plan();
        Action.UpdateInPlace update =
                (Action.UpdateInPlace) plan.steps().getLast().action();
        cluster.crashAfterFirstWrite(plan);
        cluster.set(Looks.IMAGE, "'shop/web:1'").settle();
        assertThat(cluster.tryPatch(update.pod(), update.change())).isFalse();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(1);
    }
}
