package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.PodView;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloneSetPartitionTest {
    @ParameterizedTest(name = "{0}: {1} replicas, partition {2}: {3} updated")
    @DisplayName("CS-017 CS-019 CS-020 a partition keeps as many pods as it says")
    @CsvSource({
        "CS-017, 4, '\"99%\"', 1",
        "CS-019, 8, '\"12.5%\"', 7",
        "CS-020, 5, 7, 0",
        "CS-016, 10, '\"30%\"', 7",
        "whole, 5, '\"100%\"', 0"
    })
    void keepsOldPods(String id, int replicas, String partition, int updated) {
        ToyCluster cluster = Specs.settled(replicas, Specs.IN_PLACE, ", 'partition': " + partition);
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).as(id).isEqualTo(updated);
        assertThat(Looks.status(cluster, "expectedUpdatedReplicas")).isEqualTo(updated);
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(updated);
    }

    @Test
    @DisplayName("CS-016 recreate goes in waves of 2, 2, 2, 1")
    void recreatesInWaves() {
        ToyCluster cluster = Specs.settled(10, Specs.RECREATE, ", 'partition': '30%', 'maxUnavailable': 2");
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        List<Integer> waves = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            cluster.reconcile();
            long deleted =
                    cluster.views().stream().filter(PodView::isTerminating).count();
            if (deleted > 0) {
                waves.add((int) deleted);
            }
            cluster.kubelets();
        }
        assertThat(waves).containsExactly(2, 2, 2, 1);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(7);
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(3);
        assertThat(Looks.status(cluster, "expectedUpdatedReplicas")).isEqualTo(7);
    }

    @Test
    @DisplayName("CS-022 RB-010 raising the partition brings pods back, one at a time")
    void raisingBringsBack() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, ", 'partition': 1, 'maxUnavailable': 1");
        List<String> uids = Looks.uids(cluster);
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
        cluster.set(Looks.ROLLING + "partition", "3");
        cluster.reconcile();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(3);
        assertThat(Looks.uids(cluster)).isEqualTo(uids);
        assertThat(cluster.status().path("currentRevision"))
                .isNotEqualTo(cluster.status().path("updateRevision"));
    }

    @Test
    @DisplayName("CS-032 scaling out keeps the shares of old and new")
    void scalesOutBothSides() {
        ToyCluster cluster = Specs.settled(10, Specs.IN_PLACE, ", 'partition': '50%'");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        cluster.set("/replicas", "12").settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(6);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(6);
    }

    @Test
    @DisplayName("CS-034 scaling in keeps as many old pods as the partition asks for")
    void scalesInBothSides() {
        ToyCluster cluster = Specs.settled(10, Specs.IN_PLACE, ", 'partition': 6");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(4);
        cluster.set("/updateStrategy/rollingUpdate/paused", "true");
        cluster.set(Looks.ROLLING + "partition", "3");
        cluster.set("/replicas", "5").settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(3);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
    }

    @Test
    @DisplayName("CS-062 lost old pods come back as old pods; the current revision stays")
    void refillsOldPods() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'partition': '50%'");
        String current = cluster.status().path("currentRevision").asText();
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        Looks.namesWithImage(cluster, "shop/web:1").forEach(cluster::removePod);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(2);
        assertThat(cluster.status().path("currentRevision").asText()).isEqualTo(current);
    }

    @Test
    @DisplayName("RB-007 a scale-out with a higher partition creates old pods only")
    void scaleOutKeepsNewPodsFew() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'partition': 3");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        cluster.set(Looks.ROLLING + "partition", "7").set("/replicas", "8").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(7);
    }

    @Test
    @DisplayName("the current revision never advances without pods: a later scale-out is still held by the partition")
    void emptyWorkloadStaysHeld() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        cluster.set("/replicas", "0").settle();
        cluster.set(Looks.ROLLING + "partition", "'100%'")
                .set(Looks.IMAGE, "'shop/web:2'")
                .settle();
        cluster.set("/replicas", "3").settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(3);
    }

    @Test
    @DisplayName("a status that was lost does not let a partition forget what it holds")
    void lostStatus() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'partition': 3");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        cluster.loseStatus();
        cluster.removePod(Looks.namesWithImage(cluster, "shop/web:1").getFirst());
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(3);
    }

    @Test
    @DisplayName("a missing current revision holds what would need it, and says so")
    void missingCurrentRevision() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'partition': 3");
        String current = cluster.status().path("currentRevision").asText();
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        cluster.dropRevision(current);
        cluster.removePod(Looks.namesWithImage(cluster, "shop/web:1").getFirst());
        cluster.settle();
        assertThat(cluster.active()).hasSize(3);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        assertThat(cluster.condition("FailedScale").orElse("")).contains(current);
    }
}
