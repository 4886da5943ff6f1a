package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.fault.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final int SEEDS = 2_000;
    private static final int FIRINGS_MIN = 50;

    private static String again(RunResult result) {
        return "./fairlead simulate --seed " + result.seed() + " --only server --trace";
    }

    private static void sameTwice(long first, long last) {
        Set<Long> hashes = new TreeSet<>();
        for (long seed = first; seed <= last; seed++) {
            RunResult result = Simulation.run(seed, Options.DEFAULT);
            assertThat(Simulation.run(seed, Options.DEFAULT))
                    .as(again(result))
                    .extracting(RunResult::hash, RunResult::steps, RunResult::events)
                    .containsExactly(result.hash(), result.steps(), result.events());
            hashes.add(result.hash());
        }
        assertThat(hashes).hasSize((int) (last - first + 1));
    }

    @Test
    @DisplayName("R5 the same seed gives the same run, bit for bit")
    void theSameSeedGivesTheSameRun() {
        sameTwice(1, 3);
    }

    @Test
    @Tag("search")
    @DisplayName("R5 each of 100 seeds gives the same run twice, bit for bit")
    void aHundredSeedsGiveTheSameRunsTwice() {
        sameTwice(1, 100);
    }

    /// Seeds that once found a defect:
    /// - 29: a broken stand-in for a pod that was to be deleted blocked its workload for ever
    /// - 258: a superseded release went on while only the watch of the workloads was silent
    /// - 267: pods that served were deleted as if they were broken, seen through a watch that was silent
    /// - 1325: the claim on a pod whose deletion met a conflict was never given back, and used up the budget
    @ParameterizedTest
    @ValueSource(longs = {29, 258, 267, 1325})
    void seedsThatOnceFoundADefect(long seed) {
        RunResult result = Simulation.run(seed, Options.DEFAULT);
        assertThat(result.problems()).as(again(result)).isEmpty();
    }

    @Test
    @DisplayName("L1 without faults everything becomes as it was asked for")
    void withoutFaults() {
        for (long seed = 1; seed <= 3; seed++) {
            RunResult result = Simulation.run(seed, Options.DEFAULT.withFaults(Set.of()));
            assertThat(result.problems()).as(again(result) + " --faults none").isEmpty();
        }
    }

    @Test
    @Tag("search")
    @DisplayName("S1-S12 L1 L6: 2,000 seeds, no invariant breaks, and each fault takes effect 50 times")
    void manySeeds() {
        Tally tally = new Tally();
        List<String> bad = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RunResult result = Simulation.run(seed, Options.DEFAULT);
            tally.add(result.tally());
            if (!result.isGood()) {
                bad.add(again(result) + ": " + result.problems().getFirst());
            }
        }
        assertThat(bad).isEmpty();
        for (Fault fault : Fault.values()) {
            if (!fault.isOfGit()) {
                assertThat(tally.of(fault)).as(fault.id()).isGreaterThanOrEqualTo(FIRINGS_MIN);
            }
        }
    }
}
