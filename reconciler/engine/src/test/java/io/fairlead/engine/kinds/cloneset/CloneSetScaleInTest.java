package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetScaleInTest {
    private static final String U1 = ", 'maxUnavailable': 1";

    private static void annotate(ToyCluster cluster, String pod, String cost) {
        cluster.edit(
                pod,
                each -> each.withObject("/metadata").withObject("/annotations").put(PodKeys.DELETION_COST, cost));
    }

    @Test
    @DisplayName("CS-070 unscheduled goes before pending, pending before not ready, not ready before ready")
    void leastUsefulFirst() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, "");
        List<String> names = Looks.names(cluster);
        cluster.edit(names.get(3), pod -> {
            pod.withObject("/spec").remove("nodeName");
            pod.withObject("/status").put("phase", "Pending").remove("conditions");
        });
        cluster.edit(names.get(1), pod -> {
            pod.withObject("/status").put("phase", "Pending").remove("conditions");
        });
        cluster.breakPod(names.get(4));
        List<String> gone = new ArrayList<>();
        for (int replicas = 4; replicas >= 2; replicas--) {
            cluster.set("/replicas", Integer.toString(replicas));
            List<String> before = Looks.names(cluster);
            cluster.reconcile();
            before.stream().filter(each -> !Looks.names(cluster).contains(each)).forEach(gone::add);
        }
        assertThat(gone).containsExactly(names.get(3), names.get(1), names.get(4));
    }

    @Test
    @DisplayName("CS-071 the lower deletion cost goes first; a malformed one counts as 0")
    void deletionCost() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        List<String> names = Looks.names(cluster);
        annotate(cluster, names.get(0), "10");
        annotate(cluster, names.get(1), "+99");
        annotate(cluster, names.get(2), "-5");
        cluster.set("/replicas", "2").settle();
        assertThat(Looks.names(cluster)).containsExactly(names.get(0), names.get(1));
        cluster.set("/replicas", "1").settle();
        assertThat(Looks.names(cluster)).containsExactly(names.get(0));
    }

    @Test
    @DisplayName("CS-072 the node with more pods gives one up")
    void crowdedNode() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        List<String> names = Looks.names(cluster);
        List<String> nodes = List.of("node-a", "node-b", "node-a");
        for (int i = 0; i < 3; i++) {
            String node = nodes.get(i);
            cluster.edit(names.get(i), pod -> pod.withObject("/spec").put("nodeName", node));
        }
        cluster.set("/replicas", "2").settle();
        assertThat(Looks.names(cluster)).contains(names.get(1)).hasSize(2);
    }

    @Test
    @DisplayName("the pod that became ready last goes first")
    void youngestFirst() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        String young = Looks.names(cluster).get(1);
        cluster.edit(young, pod -> {
            pod.withObject("/spec").put("nodeName", "node-x");
            pod.path("status").path("conditions").forEach(each -> {
                ((ObjectNode) each)
                        .put("lastTransitionTime", cluster.now().plusSeconds(5).toString());
            });
        });
        int index = 0;
        for (String name : Looks.names(cluster)) {
            String node = "node-" + index++;
            cluster.edit(name, pod -> pod.withObject("/spec").put("nodeName", node));
        }
        cluster.set("/replicas", "2").settle();
        assertThat(Looks.names(cluster)).doesNotContain(young);
    }

    @Test
    @DisplayName("CS-074 a pod marked for deletion is replaced")
    void specifiedDelete() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, U1);
        String marked = Looks.names(cluster).getFirst();
        cluster.label(marked, PodKeys.SPECIFIED_DELETE, "true");
        cluster.settle();
        assertThat(Looks.names(cluster)).hasSize(3).doesNotContain(marked);
        assertThat(Looks.status(cluster, "replicas")).isEqualTo(3);
    }

    @Test
    @DisplayName("CS-079 podsToDelete chooses what a scale-in takes; the spec is left alone")
    void podsToDelete() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, U1);
        List<String> names = Looks.names(cluster);
        cluster.set("/scaleStrategy", "{'podsToDelete': ['" + names.get(2) + "']}");
        cluster.set("/replicas", "4").settle();
        assertThat(Looks.names(cluster)).hasSize(4).doesNotContain(names.get(2));
        assertThat(cluster.cloneSet().spec().scale().podsToDelete()).containsExactly(names.get(2));
    }

    @Test
    @DisplayName("CS-075 two marked pods go one at a time, the second after the replacement is available")
    void specifiedWithinBudget() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, U1);
        List<String> marked = Looks.names(cluster).subList(0, 2);
        marked.forEach(each -> cluster.label(each, PodKeys.SPECIFIED_DELETE, "1"));
        cluster.reconcile();
        assertThat(Looks.names(cluster)).hasSize(4);
        cluster.reconcile();
        assertThat(Looks.names(cluster)).hasSize(5);
        cluster.reconcile();
        assertThat(Looks.names(cluster)).hasSize(5);
        cluster.settle();
        assertThat(Looks.names(cluster)).hasSize(5).doesNotContainAnyElementsOf(marked);
    }

    @Test
    @DisplayName("CS-076 while another pod is unavailable no marked pod goes")
    void specifiedWaits() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, U1);
        List<String> names = Looks.names(cluster);
        cluster.breakPod(names.get(4));
        cluster.kubelets();
        cluster.label(names.get(0), PodKeys.SPECIFIED_DELETE, "true");
        cluster.label(names.get(1), PodKeys.SPECIFIED_DELETE, "true");
        cluster.settle();
        assertThat(Looks.names(cluster)).isEqualTo(names);
        cluster.repairPod(names.get(4));
        cluster.settle();
        assertThat(Looks.names(cluster)).hasSize(5).doesNotContain(names.get(0), names.get(1));
    }

    @Test
    @DisplayName("CS-077 without budget a surge pod comes first, then the marked pod goes")
    void specifiedWithSurge() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, ", 'maxUnavailable': 0, 'maxSurge': 1");
        String marked = Looks.names(cluster).getFirst();
        cluster.label(marked, PodKeys.SPECIFIED_DELETE, "true");
        cluster.reconcile();
        assertThat(Looks.names(cluster)).hasSize(4).contains(marked);
        cluster.reconcile();
        assertThat(Looks.names(cluster)).hasSize(4).contains(marked);
        cluster.settle();
        assertThat(Looks.names(cluster)).hasSize(3).doesNotContain(marked);
    }

    @Test
    @DisplayName("RB-012 pods that are not old enough do not block a scale-in, and enough ready ones stay")
    void scaleInOfYoungPods() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, "");
        cluster.set("/minReadySeconds", "99999").set("/replicas", "3").settle();
        assertThat(Looks.names(cluster)).hasSize(3);
    }

    @Test
    @DisplayName("S1 a young pod is no replacement: a marked pod waits until it is available")
    void youngPodIsNoReplacement() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, U1);
        cluster.advance(Duration.ofSeconds(100));
        cluster.set("/minReadySeconds", "60");
        List<String> names = Looks.names(cluster);
        cluster.removePod(names.get(2));
        cluster.settle();
        assertThat(Looks.status(cluster, "readyReplicas")).isEqualTo(3);
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(2);
        cluster.label(names.get(0), PodKeys.SPECIFIED_DELETE, "true");
        cluster.settle();
        assertThat(Looks.names(cluster)).contains(names.get(0));
        cluster.advance(Duration.ofSeconds(100));
        cluster.settle();
        assertThat(Looks.names(cluster)).hasSize(3).doesNotContain(names.get(0));
    }

    @Test
    @DisplayName("RB-024 a pod that is ending is neither counted nor deleted again")
    void endingPods() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        cluster.set("/replicas", "2").reconcile();
        assertThat(Looks.names(cluster)).hasSize(2);
        assertThat(cluster.pods()).hasSize(3);
        cluster.reconcile();
        cluster.reconcile();
        assertThat(Looks.status(cluster, "replicas")).isEqualTo(2);
    }
}
