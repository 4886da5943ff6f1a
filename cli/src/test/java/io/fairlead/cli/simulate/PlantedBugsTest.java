package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// T12: the simulation is worth something only if it finds what is wrong.
class PlantedBugsTest {
    private static final int SEEDS_MAX = 100;

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    @DisplayName("T12 a planted bug is found")
    void aPlantedBugIsFound(PlantedBug bug) {
        Options options = Options.DEFAULT.withFaults(bug.faults()).withDefect(bug::plant);
        RunResult result = Simulation.run(1, options);
        for (int seed = 2; seed <= SEEDS_MAX && result.isGood(); seed++) {
            result = Simulation.run(seed, options);
        }
        assertThat(result.problems()).as(bug + " in " + SEEDS_MAX + " seeds").isNotEmpty();
        assertThat(result.problems().getFirst())
                .as(bug + " in seed " + result.seed())
                .doesNotContain("broke off");
    }
}
