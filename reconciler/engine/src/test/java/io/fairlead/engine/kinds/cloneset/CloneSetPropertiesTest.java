package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.Action;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodView;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CloneSetPropertiesTest {
    /// A cluster in the middle of something, by chance.
    private static ToyCluster somewhere(long seed) {
        Random random = new Random(seed);
        ToyCluster cluster = Specs.settled(1 + random.nextInt(10), Specs.IN_PLACE, ", 'maxUnavailable': 2");
        cluster.set(Looks.IMAGE, "'shop/web:2'");
        for (int i = random.nextInt(6); i > 0; i--) {
            cluster.reconcile();
            for (String name : Looks.names(cluster)) {
                if (random.nextInt(3) > 0) {
                    cluster.kubelet(name);
                }
                if (random.nextInt(12) == 0) {
                    cluster.breakPod(name);
                }
            }
        }
        return cluster;
    }

    private static List<String> moved(Plan plan) {
        List<String> moved = new ArrayList<>();
        plan.steps().forEach(each -> {
            boolean isUpdate = each.reason().code().startsWith("SuccessfulUpdate");
            if (each.action() instanceof Action.UpdateInPlace update) {
                moved.add(update.pod().uid());
            } else if (isUpdate && each.action() instanceof Action.MarkPod mark) {
                moved.add(mark.pod().uid());
            } else if (isUpdate && each.action() instanceof Action.DeletePod delete) {
                moved.add(delete.pod().uid());
            }
        });
        return moved;
    }

    @Property(tries = 60)
    @Label("M8 a settled CloneSet has nothing to do")
    void m8SettledMeansNothingToDo(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        ToyCluster cluster = somewhere(seed);
        cluster.active().forEach(each -> {
            if (!each.containers().getFirst().statusImage().isEmpty()) {
                cluster.repairPod(each.name());
            }
        });
        cluster.settle();
        Plan plan = cluster.plan();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.status()).isEmpty();
    }

    @Property(tries = 100)
    @Label("M4 the order of the pods makes no difference")
    void m4OrderOfPodsMakesNoDifference(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        ToyCluster cluster = somewhere(seed);
        if (seed % 3 == 0) {
            cluster.set("/replicas", "3");
        }
        Observed<CloneSet> observed = cluster.observed();
        List<PodView> shuffled = new ArrayList<>(observed.pods());
        Collections.shuffle(shuffled, new Random(seed));
        Observed<CloneSet> other = new Observed<>(
                observed.key(),
                observed.object(),
                shuffled,
                observed.revisions(),
                observed.now(),
                observed.pendingFailure());
        assertThat(new CloneSetModule().plan(other)).isEqualTo(new CloneSetModule().plan(observed));
    }

    @Property(tries = 100)
    @Label("M5 a greater maxUnavailable never moves fewer pods")
    void m5MoreBudgetNeverMovesFewer(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 10) int budget) {
        ToyCluster cluster = somewhere(seed);
        cluster.set(Looks.ROLLING + "maxUnavailable", Integer.toString(budget));
        List<String> few = moved(cluster.plan());
        cluster.set(Looks.ROLLING + "maxUnavailable", Integer.toString(budget + 1));
        assertThat(moved(cluster.plan())).containsAll(few);
    }

    @Property(tries = 100)
    @Label("M5 a greater partition never updates more pods")
    void m5MorePartitionNeverUpdatesMore(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 0, max = 10) int partition) {
        ToyCluster cluster = somewhere(seed);
        cluster.set(Looks.ROLLING + "partition", Integer.toString(partition));
        List<String> more = forward(cluster);
        cluster.set(Looks.ROLLING + "partition", Integer.toString(partition + 1));
        assertThat(more).containsAll(forward(cluster));
    }

    /// Pods that a plan moves from the old revision to the new one.
    private static List<String> forward(ToyCluster cluster) {
        List<String> old = cluster.active().stream()
                .filter(each -> each.containers().getFirst().image().equals("shop/web:1"))
                .map(PodView::uid)
                .toList();
        return moved(cluster.plan()).stream().filter(old::contains).toList();
    }

    @Property(tries = 100)
    @Label("M6 paused means no update")
    void m6PausedMeansNoUpdate(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        ToyCluster cluster = somewhere(seed);
        cluster.set(Looks.ROLLING + "paused", "true");
        assertThat(moved(cluster.plan())).isEmpty();
    }
}
