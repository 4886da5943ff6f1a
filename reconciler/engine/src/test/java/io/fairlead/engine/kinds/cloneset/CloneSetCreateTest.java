package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.Action;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetCreateTest {
    @Test
    @DisplayName("CS-002 creates named, labelled, owned pods at a saved revision")
    void createsPods() {
        ToyCluster cluster = new ToyCluster(Specs.of(3, Specs.RECREATE, ""));
        assertThat(cluster.plan().steps().getFirst().action()).isInstanceOf(Action.SaveRevision.class);
        cluster.reconcile();
        assertThat(cluster.revisions()).hasSize(1);
        String revision =
                cluster.revisions().getFirst().path("metadata").path("name").asText();
        assertThat(revision).matches("web-[456789bcdf]{1,10}");
        assertThat(cluster.pods()).hasSize(3);
        for (JsonNode pod : cluster.pods()) {
            JsonNode metadata = pod.path("metadata");
            JsonNode labels = metadata.path("labels");
            String name = metadata.path("name").asText();
            assertThat(name).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
            assertThat(labels.path(PodKeys.INSTANCE_ID).asText()).isEqualTo(name.substring("web-".length()));
            assertThat(labels.path(PodKeys.REVISION).asText()).isEqualTo(revision);
            assertThat(labels.path(PodKeys.TEMPLATE_HASH).asText()).isEqualTo(PodKeys.hashOf(revision));
            assertThat(labels.path("app").asText()).isEqualTo("web");
            assertThat(metadata.path("ownerReferences"))
                    .isEqualTo(ToyCluster.read(
                            "[{'apiVersion':'apps.kruise.io/v1beta1','kind':'CloneSet','name':'web','uid':'owner-1',"
                                    + "'controller':true,'blockOwnerDeletion':true}]"));
            assertThat(pod.path("spec").path("readinessGates").toString()).contains(PodKeys.IN_PLACE_READY);
        }
    }

    @Test
    @DisplayName("CS-005 pods stay PreparingNormal until they are bound, then one write brings them into service")
    void servesOnceBound() {
        ToyCluster cluster = new ToyCluster(Specs.of(3, Specs.RECREATE, ""));
        cluster.reconcile();
        cluster.reconcile();
        List<String> names = Looks.names(cluster);
        assertThat(names)
                .allSatisfy(name -> assertThat(Looks.state(cluster, name)).isEqualTo("PreparingNormal"));
        cluster.kubelets();
        cluster.settle();
        assertThat(names).allSatisfy(name -> {
            assertThat(Looks.state(cluster, name)).isEqualTo("Normal");
            assertThat(Looks.isReady(cluster, name)).isTrue();
        });
        // The create is not counted here: one write is all that follows it.
        assertThat(cluster.invariants().writes().values()).containsExactly(1, 1, 1);
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(3);
        assertThat(Looks.status(cluster, "observedGeneration")).isEqualTo(1);
        assertThat(cluster.status().path("labelSelector").asText()).isEqualTo("app=web");
    }

    @Test
    @DisplayName("CS-012 a failed pod is replaced, counted no more, and not deleted")
    void replacesFailedPods() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        String failed = Looks.names(cluster).getFirst();
        cluster.edit(failed, pod -> pod.withObject("/status").put("phase", "Failed"));
        cluster.settle();
        assertThat(cluster.active()).hasSize(3);
        assertThat(cluster.pods()).hasSize(4);
        assertThat(cluster.pod(failed).path("metadata").has("deletionTimestamp"))
                .isFalse();
        assertThat(Looks.status(cluster, "replicas")).isEqualTo(3);
    }

    @Test
    @DisplayName("CS-014 a pod whose labels no longer match is released and replaced")
    void releasesPods() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        String lost = Looks.names(cluster).getFirst();
        cluster.label(lost, "app", "other");
        cluster.settle();
        assertThat(cluster.pods()).hasSize(4);
        assertThat(cluster.pod(lost).path("metadata").path("ownerReferences")).isEmpty();
        assertThat(Looks.status(cluster, "replicas")).isEqualTo(3);
    }

    @Test
    @DisplayName("CS-009 CS-010 scaleStrategy.maxUnavailable bounds the pods that are on their way")
    void limitsScaleOut() {
        ToyCluster cluster = new ToyCluster(Specs.of(5, Specs.IN_PLACE, ""));
        cluster.set("/scaleStrategy", "{'maxUnavailable': 2}");
        cluster.reconcile();
        assertThat(cluster.pods()).hasSize(2);
        cluster.reconcile();
        assertThat(cluster.pods()).hasSize(2);
        cluster.settle();
        assertThat(cluster.pods()).hasSize(5);
        cluster.breakPod(Looks.names(cluster).getFirst());
        cluster.set("/replicas", "8");
        cluster.reconcile();
        assertThat(cluster.pods()).hasSize(6);
        cluster.reconcile();
        assertThat(cluster.pods()).hasSize(6);
    }

    @Test
    @DisplayName("planning again from the same view asks for the same names; never for one that is taken")
    void namesAreStable() {
        ToyCluster cluster = new ToyCluster(Specs.of(20, Specs.IN_PLACE, ""));
        assertThat(cluster.plan()).isEqualTo(cluster.plan());
        cluster.reconcile();
        assertThat(cluster.pods()).hasSize(20);
        cluster.set("/replicas", "40").reconcile();
        assertThat(cluster.pods()).hasSize(40);
    }
}
