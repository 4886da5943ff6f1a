package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.Plan;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetPauseTest {
    @Test
    @DisplayName("CS-029 a paused CloneSet updates nothing and replaces lost pods, at the update revision")
    void replacesLostPods() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        cluster.set(Looks.ROLLING + "paused", "true")
                .set(Looks.IMAGE, "'shop/web:2'")
                .settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isZero();
        cluster.removePod(Looks.names(cluster).getFirst());
        cluster.settle();
        assertThat(cluster.active()).hasSize(3);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
    }

    @Test
    @DisplayName("a pause in the middle of an update lets begun pods come back into service")
    void begunPodsFinish() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, ", 'maxUnavailable': 2");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        cluster.set(Looks.ROLLING + "paused", "true").settle();
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(3);
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(2);
    }

    @Test
    @DisplayName("a frozen CloneSet has no pod written, says so, and goes on afterwards")
    void frozen() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        cluster.metadata().withObject("/annotations").put("gitops.fairlead.io/freeze", "incident 4711");
        cluster.set(Looks.IMAGE, "'shop/web:2'").set("/replicas", "5");
        cluster.removePod(Looks.names(cluster).getFirst());
        assertThat(cluster.plan().steps()).isEmpty();
        cluster.settle();
        assertThat(cluster.active()).hasSize(2);
        assertThat(cluster.condition("Stalled").orElse("")).contains("Frozen").contains("incident 4711");
        assertThat(Looks.status(cluster, "replicas")).isEqualTo(2);
        cluster.metadata().remove("annotations");
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(5);
        assertThat(cluster.condition("Stalled")).isEmpty();
    }

    @Test
    @DisplayName("CS-091 a CloneSet that is being deleted does nothing")
    void terminating() {
        ToyCluster cluster = Specs.settled(3, Specs.IN_PLACE, "");
        cluster.metadata().put("deletionTimestamp", "2026-01-01T00:00:00Z");
        cluster.set("/replicas", "0");
        assertThat(cluster.plan()).isEqualTo(Plan.nothing());
    }

    @Test
    @DisplayName("what is not supported is held and named, not half done")
    void unsupported() {
        ToyCluster cluster = new ToyCluster(Specs.of(2, Specs.IN_PLACE, ""));
        cluster.set("/lifecycle", "{'preDelete': {'labelsHandler': {'a': 'b'}}}");
        cluster.set("/volumeClaimTemplates", "[{'metadata': {'name': 'data'}, 'spec': {}}]");
        cluster.set(Looks.ROLLING + "inPlaceUpdateStrategy", "{'gracePeriodSeconds': 5}");
        cluster.settle();
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.condition("Stalled").orElse(""))
                .startsWith("True Unsupported")
                .contains("spec.volumeClaimTemplates", "spec.lifecycle", "gracePeriodSeconds");
    }
}
