package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The invariants of the toy cluster check the totals at every write.
class CloneSetSurgeTest {
    @Test
    @DisplayName("CS-024 RB-017 recreate with surge: never more than 11, never fewer than 8 available")
    void surgesAndRecreates() {
        ToyCluster cluster = Specs.settled(8, Specs.RECREATE, ", 'maxSurge': 3, 'maxUnavailable': 0");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(cluster.active()).hasSize(11);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(8);
        assertThat(cluster.active()).hasSize(8);
    }

    @Test
    @DisplayName("CS-025 RB-005 surge is no more than the partition leaves to update")
    void surgesOnlyForWhatIsDue() {
        ToyCluster cluster =
                Specs.settled(8, Specs.RECREATE, ", 'partition': 6, 'maxSurge': '50%', 'maxUnavailable': 0");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(6);
    }

    @Test
    @DisplayName("CS-026 an annotation changes in place where pods exist; surge pods are new ones")
    void surgesForMetadata() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, ", 'maxSurge': 3");
        List<String> before = Looks.uids(cluster);
        cluster.set("/template/metadata/annotations/note", "'two'").settle();
        assertThat(Looks.survivors(before, Looks.uids(cluster))).isEqualTo(2);
        assertThat(cluster.active()).hasSize(5);
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(5);
    }

    @Test
    @DisplayName("CS-027 one surge pod, then in place one after another, then one old pod goes")
    void surgesInPlace() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, ", 'maxSurge': 1, 'maxUnavailable': 0");
        List<String> before = Looks.uids(cluster);
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(cluster.active()).hasSize(4);
        cluster.settle();
        assertThat(Looks.survivors(before, Looks.uids(cluster))).isEqualTo(2);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(3);
        assertThat(cluster.active()).hasSize(3);
    }

    @Test
    @DisplayName("RB-011 rolling back a stuck surge deletes the pending pod and never touches the good one")
    void rollsBackStuckSurge() {
        ToyCluster cluster = Specs.settled(1, Specs.RECREATE, ", 'maxSurge': 1, 'maxUnavailable': 0");
        List<String> before = Looks.uids(cluster);
        cluster.set(Looks.IMAGE, "'shop/web:broken'").settle();
        assertThat(cluster.active()).hasSize(2);
        cluster.set(Looks.IMAGE, "'shop/web:1'").settle();
        assertThat(Looks.uids(cluster)).isEqualTo(before);
    }

    @Test
    @DisplayName("RB-069 paused: no surge pods")
    void noSurgeWhilePaused() {
        ToyCluster cluster = Specs.settled(4, Specs.IN_PLACE, ", 'maxSurge': 2, 'paused': true");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(cluster.active()).hasSize(4);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isZero();
    }
}
