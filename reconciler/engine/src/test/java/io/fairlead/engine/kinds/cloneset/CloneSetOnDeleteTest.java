package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetOnDeleteTest {
    @Test
    @DisplayName("CS-047 only pods that people delete come back updated; scale-in takes old pods first")
    void updatesOnDelete() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, "");
        cluster.set("/updateStrategy", "{'type': 'OnDelete'}");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(Looks.status(cluster, "updatedReplicas")).isZero();
        assertThat(Looks.status(cluster, "expectedUpdatedReplicas")).isEqualTo(5);
        Looks.names(cluster).subList(0, 2).forEach(cluster::removePod);
        cluster.settle();
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(2);
        cluster.set("/replicas", "3").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
        cluster.set("/replicas", "5").settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(4);
    }
}
