package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reconciler behind its own client, TLS and a proxy that resets, cuts, stalls and slows connections at any byte.
class OverHttpTest {
    /// Runs mostly wait.
    private static final int AT_ONCE = 5;

    private static final int STRUCK_MIN = 50;

    @TempDir
    Path folder;

    private record Ran(List<String> problems, Map<FaultProxy.Fate, Integer> struck) {}

    private Ran run(long seed) throws IOException, InterruptedException {
        try (HttpRun run = new HttpRun(seed, folder)) {
            List<String> problems =
                    run.run().stream().map(each -> "seed " + seed + ": " + each).toList();
            Map<FaultProxy.Fate, Integer> struck = new EnumMap<>(FaultProxy.Fate.class);
            for (FaultProxy.Fate fate : FaultProxy.Fate.values()) {
                struck.put(fate, run.proxy().struck(fate));
            }
            return new Ran(problems, struck);
        }
    }

    private Map<FaultProxy.Fate, Integer> all(long first, long last) throws InterruptedException, ExecutionException {
        Map<FaultProxy.Fate, Integer> struck = new EnumMap<>(FaultProxy.Fate.class);
        List<String> problems = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Ran>> runs = LongStream.rangeClosed(first, last)
                    .mapToObj(seed -> threads.submit(() -> run(seed)))
                    .toList();
            for (Future<Ran> each : runs) {
                Ran ran = each.get();
                problems.addAll(ran.problems());
                ran.struck().forEach((fate, count) -> struck.merge(fate, count, Integer::sum));
            }
        }
        assertThat(problems).isEmpty();
        return struck;
    }

    @Test
    @DisplayName("S1-S12 L1 over HTTP: five seeds, connections break at any byte")
    void aFewSeeds() throws InterruptedException, ExecutionException {
        Map<FaultProxy.Fate, Integer> struck = all(1, AT_ONCE);
        assertThat(struck.values().stream().mapToInt(Integer::intValue).sum())
                .as("some connection was spoilt: " + struck)
                .isPositive();
    }

    @Test
    @Tag("search")
    @DisplayName("S1-S12 L1 over HTTP: a hundred seeds, each way of breaking takes effect 50 times")
    void aHundredSeeds() throws InterruptedException, ExecutionException {
        Map<FaultProxy.Fate, Integer> struck = all(1, 100);
        System.out.println("over HTTP: " + struck);
        struck.forEach((fate, count) -> {
            if (fate != FaultProxy.Fate.CLEAN) {
                assertThat(count).as(fate.name()).isGreaterThanOrEqualTo(STRUCK_MIN);
            }
        });
    }
}
