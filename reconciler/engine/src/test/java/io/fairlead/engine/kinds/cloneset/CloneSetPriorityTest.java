package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetPriorityTest {
    private static List<String> order(ToyCluster cluster) {
        List<String> order = new ArrayList<>();
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        for (int round = 0; round < 30; round++) {
            cluster.reconcile();
            Looks.namesWithImage(cluster, "shop/web:2").stream()
                    .filter(each -> !order.contains(each))
                    .forEach(order::add);
            cluster.kubelets();
        }
        return order;
    }

    @Test
    @DisplayName("CS-119 by the trailing number of an ordered key, greatest first; pods without the key before all")
    void orderedKey() {
        ToyCluster cluster = Specs.settled(
                3,
                Specs.IN_PLACE,
                ", 'maxUnavailable': 1, 'priorityStrategy': {'orderPriority': [{'orderedKey': 'idx'}]}");
        List<String> names = Looks.names(cluster);
        cluster.label(names.get(0), "idx", "p-3");
        cluster.label(names.get(2), "idx", "p-10");
        assertThat(order(cluster)).containsExactly(names.get(1), names.get(2), names.get(0));
    }

    @Test
    @DisplayName("S1 a preferred pod waits while another is broken: preference is no budget")
    void preferenceIsNoBudget() {
        ToyCluster cluster = Specs.settled(
                3,
                Specs.IN_PLACE,
                ", 'maxUnavailable': 1, 'priorityStrategy': {'weightPriority': ["
                        + "{'weight': 30, 'matchSelector': {'matchLabels': {'a': '1'}}}]}");
        List<String> names = Looks.names(cluster);
        cluster.label(names.get(0), "a", "1");
        cluster.breakPod(names.get(2));
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(Looks.namesWithImage(cluster, "shop/web:2")).containsExactly(names.get(2));
    }

    @Test
    @DisplayName("S1 a preferred pod waits while another is too young to count")
    void youthIsNoBudget() {
        ToyCluster cluster = Specs.settled(
                3,
                Specs.IN_PLACE,
                ", 'maxUnavailable': 1, 'priorityStrategy': {'weightPriority': ["
                        + "{'weight': 30, 'matchSelector': {'matchLabels': {'a': '1'}}}]}");
        cluster.advance(Duration.ofSeconds(100));
        cluster.removePod(Looks.names(cluster).getFirst());
        List<String> older = Looks.names(cluster);
        cluster.settle();
        cluster.set("/minReadySeconds", "60");
        older.forEach(each -> cluster.label(each, "a", "1"));
        cluster.set(Looks.IMAGE, "'shop/web:2'").reconcile();
        assertThat(Looks.namesWithImage(cluster, "shop/web:2")).hasSize(1).doesNotContainAnyElementsOf(older);
    }

    @Test
    @DisplayName("by the sum of weights, greatest first")
    void weights() {
        ToyCluster cluster = Specs.settled(
                3,
                Specs.IN_PLACE,
                ", 'maxUnavailable': 1, 'priorityStrategy': {'weightPriority': ["
                        + "{'weight': 30, 'matchSelector': {'matchLabels': {'a': '1'}}},"
                        + "{'weight': 20, 'matchSelector': {'matchLabels': {'b': '1'}}}]}");
        List<String> names = Looks.names(cluster);
        cluster.label(names.get(1), "b", "1");
        cluster.label(names.get(2), "a", "1");
        assertThat(order(cluster)).containsExactly(names.get(2), names.get(1), names.get(0));
    }
}
