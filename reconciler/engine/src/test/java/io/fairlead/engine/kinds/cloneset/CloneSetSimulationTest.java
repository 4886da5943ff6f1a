package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.Plan;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories: specs change, pods break and vanish, kubelets are slow, plans are cut off in the middle and
/// carried out late. The toy cluster checks S1 to S8 at every write; in the end everything must be as the last spec
/// wants it.
class CloneSetSimulationTest {
    private static final int SEEDS = 250;
    private static final int SEEDS_LONG = 20_000;
    private static final int EVENTS = 60;
    private static final String PREFERENCE = ", 'priorityStrategy': {'weightPriority': ["
            + "{'weight': 30, 'matchSelector': {'matchLabels': {'preferred': '1'}}}]}";

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    static Stream<Integer> longRuns() {
        return IntStream.range(0, SEEDS_LONG / 100).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("S1 S2 S3 S7 S8 L1 L3 hold in random histories")
    void history(int seed) {
        run(seed);
    }

    @Tag("search")
    @ParameterizedTest(name = "seeds {0}00 to {0}99")
    @MethodSource("longRuns")
    @DisplayName("S1 S2 S3 S7 S8 L1 L3 hold in many random histories")
    void longSearch(int hundred) {
        for (int seed = hundred * 100; seed < hundred * 100 + 100; seed++) {
            run(seed);
        }
    }

    private static void run(int seed) {
        Random random = new Random(seed);
        String policy = random.nextInt(4) == 0 ? Specs.RECREATE : Specs.IN_PLACE;
        String rolling = ", 'maxUnavailable': 2" + (random.nextInt(3) == 0 ? PREFERENCE : "");
        ToyCluster cluster = Specs.settled(1 + random.nextInt(8), policy, rolling);
        try {
            for (int i = 0; i < EVENTS; i++) {
                event(cluster, random);
            }
            calm(cluster, random);
        } catch (AssertionError | RuntimeException e) {
            List<String> log = cluster.log();
            String tail = String.join("\n", log.subList(Math.max(0, log.size() - 50), log.size()));
            throw new AssertionError("seed " + seed + "\n" + tail, e);
        }
    }

    private static void event(ToyCluster cluster, Random random) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            Plan plan = cluster.plan();
            int steps = random.nextInt(3) == 0 ? random.nextInt(plan.steps().size() + 1) : Integer.MAX_VALUE;
            cluster.carryOut(plan, steps);
        } else if (dice < 50) {
            cluster.crashAfterFirstWrite(cluster.plan());
        } else if (dice < 55) {
            late(cluster, random);
        } else if (dice < 82) {
            for (int i = 0; i < 5; i++) {
                anyPod(cluster, random).forEach(cluster::kubelet);
            }
        } else if (dice < 85) {
            anyPod(cluster, random).forEach(cluster::breakPod);
        } else if (dice < 86) {
            anyPod(cluster, random).forEach(cluster::removePod);
        } else if (dice < 87) {
            String label = random.nextBoolean() ? PodKeys.SPECIFIED_DELETE : "preferred";
            anyPod(cluster, random).forEach(each -> cluster.label(each, label, "1"));
        } else if (dice < 89) {
            cluster.advance(Duration.ofSeconds(random.nextInt(90)));
        } else {
            change(cluster, random);
        }
    }

    /// A plan whose steps wait while kubelets go on: fences and tests must refuse what no longer holds.
    private static void late(ToyCluster cluster, Random random) {
        Plan plan = cluster.plan();
        anyPod(cluster, random).forEach(cluster::kubelet);
        anyPod(cluster, random).forEach(cluster::kubelet);
        cluster.carryOut(plan, Integer.MAX_VALUE);
    }

    private static Stream<String> anyPod(ToyCluster cluster, Random random) {
        List<String> names = cluster.pods().stream()
                .map(each -> each.path("metadata").path("name").asText())
                .filter(each -> cluster.pod(each).path("status").has("containerStatuses") || random.nextBoolean())
                .toList();
        return names.isEmpty() ? Stream.empty() : Stream.of(names.get(random.nextInt(names.size())));
    }

    private static void change(ToyCluster cluster, Random random) {
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                String tag = List.of("1", "2", "3", "broken").get(random.nextInt(4));
                cluster.set(Looks.IMAGE, "'shop/web:" + tag + "'");
            }
            case 2 -> cluster.set("/template/metadata/annotations/note", "'n" + random.nextInt(3) + "'");
            case 3 -> cluster.set(Looks.ROLLING + "partition", Integer.toString(random.nextInt(6)));
            case 4 -> cluster.set(Looks.ROLLING + "maxUnavailable", Integer.toString(1 + random.nextInt(3)));
            case 5 -> cluster.set(Looks.ROLLING + "maxSurge", Integer.toString(random.nextInt(3)));
            case 7 -> cluster.set("/minReadySeconds", Integer.toString(random.nextInt(2) * 20));
            case 6 -> cluster.set(Looks.ROLLING + "paused", Boolean.toString(random.nextBoolean()));
            default -> cluster.set("/replicas", Integer.toString(random.nextInt(9)));
        }
    }

    private static void calm(ToyCluster cluster, Random random) {
        int replicas = 1 + random.nextInt(8);
        cluster.set("/replicas", Integer.toString(replicas));
        cluster.set("/minReadySeconds", "0");
        cluster.set(Looks.ROLLING + "partition", "0");
        cluster.set(Looks.ROLLING + "paused", "false");
        cluster.set(Looks.IMAGE, "'shop/web:" + (random.nextBoolean() ? "1" : "9") + "'");
        // Broken by hand: only a person mends these.
        cluster.active().forEach(each -> {
            if (cluster.pod(each.name())
                            .path("status")
                            .path("containerStatuses")
                            .size()
                    > 0) {
                cluster.repairPod(each.name());
            }
        });
        cluster.settle();
        assertThat(cluster.active()).hasSize(replicas);
        assertThat(Looks.status(cluster, "updatedAvailableReplicas")).isEqualTo(replicas);
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(cluster.plan().status()).isEmpty();
        assertThat(cluster.condition("FailedUpdate")).isEmpty();
    }
}
