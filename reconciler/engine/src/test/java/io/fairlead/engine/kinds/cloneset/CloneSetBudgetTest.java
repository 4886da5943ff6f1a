package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.Action;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodView;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetBudgetTest {
    private static long updating(ToyCluster cluster) {
        return cluster.active().stream()
                .filter(each -> !each.isConditionTrue("Ready"))
                .count();
    }

    @Test
    @DisplayName(
            "CS-015 in place with the default budget: at most 2 of 10 at a time, every uid survives, 3 writes a pod")
    void updatesWithinBudget() {
        ToyCluster cluster = Specs.settled(10, Specs.IN_PLACE, "");
        List<String> before = Looks.uids(cluster);
        cluster.invariants().forgetWrites();
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        for (int round = 0; round < 60; round++) {
            cluster.reconcile();
            assertThat(updating(cluster)).isLessThanOrEqualTo(2);
            cluster.kubelets();
        }
        assertThat(Looks.uids(cluster)).isEqualTo(before);
        assertThat(Looks.status(cluster, "updatedReplicas")).isEqualTo(10);
        assertThat(cluster.invariants().writes().values()).hasSize(10).allMatch(each -> each == 3);
        assertThat(cluster.invariants().disruptions()).isEqualTo(10);
    }

    @Test
    @DisplayName("CS-030 a broken pod is updated first, and alone")
    void brokenPodFirst() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, ", 'maxUnavailable': 1");
        String broken = Looks.names(cluster).get(3);
        cluster.breakPod(broken);
        cluster.kubelets();
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(Looks.namesWithImage(cluster, "shop/web:2")).containsExactly(broken);
        cluster.reconcile();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(1);
        cluster.settle();
        assertThat(Looks.withImage(cluster, "shop/web:2")).isEqualTo(5);
    }

    @Test
    @DisplayName("CS-031 RB-001 where all are broken, still one at a time, and a bad image ruins one pod at most")
    void allBroken() {
        ToyCluster cluster = Specs.settled(5, Specs.IN_PLACE, ", 'maxUnavailable': 1");
        Looks.names(cluster).forEach(cluster::breakPod);
        cluster.kubelets();
        cluster.set(Looks.IMAGE, "'shop/web:broken'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:broken")).isEqualTo(1);
        cluster.set(Looks.IMAGE, "'shop/web:3'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:3")).isEqualTo(5);
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(5);
    }

    @Test
    @DisplayName("a bad image stops at the budget; going back needs no pod of the bad revision to become ready")
    void badImageStopsAndRollsBack() {
        ToyCluster cluster = Specs.settled(10, Specs.IN_PLACE, ", 'maxUnavailable': 3");
        List<String> before = Looks.uids(cluster);
        cluster.set(Looks.IMAGE, "'shop/web:broken'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:broken")).isEqualTo(3);
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(7);
        cluster.set(Looks.IMAGE, "'shop/web:1'").settle();
        assertThat(Looks.withImage(cluster, "shop/web:1")).isEqualTo(10);
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(10);
        assertThat(Looks.uids(cluster)).isEqualTo(before);
    }

    @Test
    @DisplayName("a pod that the environment breaks shrinks the budget, never below nothing")
    void environmentShrinksBudget() {
        ToyCluster cluster = Specs.settled(6, Specs.IN_PLACE, ", 'maxUnavailable': 2");
        Looks.names(cluster).subList(0, 4).forEach(cluster::breakPod);
        cluster.kubelets();
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        Plan plan = cluster.plan();
        assertThat(plan.budget()).isEqualTo(new Plan.Budget(6, 2, 2));
        long disruptive = plan.steps().stream()
                .filter(each -> each.action() instanceof Action.UpdateInPlace update && update.isDisruptive())
                .count();
        assertThat(disruptive).isZero();
    }

    @Test
    @DisplayName("RB-002 pods that are merely young are no broken pods: they are not taken all at once")
    void youngPodsAreNotFree() {
        ToyCluster cluster = Specs.settled(8, Specs.RECREATE, ", 'maxUnavailable': 1");
        cluster.set("/minReadySeconds", "60");
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(cluster.views().stream().filter(PodView::isTerminating).count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("RB-034 a pod that becomes available by age alone is looked at in time")
    void looksAgainInTime() {
        ToyCluster cluster = Specs.settled(2, Specs.IN_PLACE, "");
        cluster.set("/minReadySeconds", "600").settle();
        assertThat(Looks.status(cluster, "availableReplicas")).isZero();
        Duration next = cluster.plan().nextLook().orElseThrow();
        assertThat(next).isLessThanOrEqualTo(Duration.ofSeconds(601));
        cluster.advance(next);
        assertThat(cluster.reconcile()).isTrue();
        cluster.advance(Duration.ofSeconds(5));
        cluster.settle();
        assertThat(Looks.status(cluster, "availableReplicas")).isEqualTo(2);
    }
}
