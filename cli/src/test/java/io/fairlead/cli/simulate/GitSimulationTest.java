package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GitSimulationTest {
    private static String again(RunResult result) {
        return "./fairlead simulate --seed " + result.seed() + " --trace";
    }

    @Test
    @DisplayName("L1 without faults everything becomes as the team asked for")
    void withoutFaults() {
        for (long seed = 1; seed <= 3; seed++) {
            RunResult result = Simulation.run(seed, Options.DEFAULT.withGit().withFaults(Set.of()));
            assertThat(result.problems()).as(again(result) + " --faults none").isEmpty();
        }
    }
}
