package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetRevisionTest {
    private static List<String> names(ToyCluster cluster) {
        return cluster.revisions().stream()
                .map(each -> each.path("metadata").path("name").asText())
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("CS-059 a template that comes back takes its old revision, renumbered; pods on it count at once")
    void revisionComesBack() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'partition': 2");
        String first = cluster.status().path("updateRevision").asText();
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        List<String> names = names(cluster);
        assertThat(names).hasSize(2);
        cluster.set(Looks.IMAGE, "'shop/web:1'").reconcile();
        assertThat(names(cluster)).isEqualTo(names);
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(2);
        assertThat(cluster.status().path("updateRevision").asText()).isEqualTo(first);
        JsonNode revision = cluster.revisions().stream()
                .filter(each -> each.path("metadata").path("name").asText().equals(first))
                .findFirst()
                .orElseThrow();
        assertThat(revision.path("revision").asInt()).isEqualTo(3);
    }

    @Test
    @DisplayName("CS-060 history keeps revisionHistoryLimit revisions beside those in use, the newest")
    void truncatesHistory() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE, "");
        for (int i = 2; i <= 6; i++) {
            cluster.set(Looks.IMAGE, "'shop/web:" + i + "'").settle();
        }
        assertThat(cluster.revisions()).hasSize(6);
        cluster.set("/revisionHistoryLimit", "2").settle();
        assertThat(cluster.revisions().stream()
                        .map(each -> each.path("revision").asInt())
                        .sorted()
                        .toList())
                .containsExactly(4, 5, 6);
    }

    @Test
    @DisplayName("CS-061 the current revision follows once all pods moved, ready or not")
    void currentRevisionFollows() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, ", 'maxUnavailable': '100%'");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        String first = Looks.names(cluster).getFirst();
        while (cluster.kubelet(first)) {
            // All that is due for this one.
        }
        cluster.reconcile();
        cluster.kubelet(first);
        cluster.reconcile();
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(3);
        assertThat(Looks.status(cluster, "updatedReadyReplicas")).isEqualTo(1);
        assertThat(cluster.status().path("currentRevision"))
                .isEqualTo(cluster.status().path("updateRevision"));
    }

    @Test
    @DisplayName("RB-045 a revision that a Go client wrote, with nulls and defaults, is taken over: no pod is touched")
    void adoptsForeignRevision() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE, "");
        ObjectNode template = (ObjectNode)
                cluster.revisions().getFirst().path("data").path("spec").path("template");
        ObjectNode spec = template.withObject("/spec");
        spec.put("restartPolicy", "Always").put("dnsPolicy", "ClusterFirst").put("terminationGracePeriodSeconds", 30);
        spec.putObject("securityContext");
        spec.putNull("nodeName");
        for (JsonNode container : spec.path("containers")) {
            ((ObjectNode) container)
                    .put("terminationMessagePath", "/dev/termination-log")
                    .putObject("resources");
        }
        cluster.revisions().getFirst().withObject("/metadata").put("name", "web-44444");
        cluster.renameRevisionOnPods("web-44444");
        assertThat(cluster.plan().steps()).isEmpty();
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        List<String> before = Looks.uids(cluster);
        cluster.settle();
        assertThat(Looks.uids(cluster)).isEqualTo(before);
    }

    @Test
    @DisplayName("a name that another template's revision has makes the collision count grow")
    void collision() {
        ToyCluster cluster = Specs.settled(1, Specs.IN_PLACE, "");
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        String wanted = cluster.plan().steps().getFirst().reason().message();
        String name = wanted.substring(wanted.lastIndexOf(' ') + 1);
        ObjectNode foreign = cluster.revisions().getFirst().deepCopy();
        foreign.withObject("/metadata").put("name", name).put("uid", "foreign");
        ((ObjectNode) foreign.at("/metadata/ownerReferences/0")).put("uid", "somebody-else");
        cluster.addRevision(foreign);
        cluster.settle();
        assertThat(Looks.status(cluster, "collisionCount")).isEqualTo(1);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        assertThat(cluster.status().path("updateRevision").asText()).isNotEqualTo(name);
    }
}
