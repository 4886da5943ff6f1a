package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// T12: the rules of the Git side are worth something only if they find what is wrong.
class PlantedGitBugsTest {
    private static final int SEEDS_MAX = 60;

    @ParameterizedTest
    @EnumSource(PlantedGitBug.class)
    @DisplayName("T12 a planted bug of gitsync is found, by the invariant that it breaks")
    void aPlantedBugIsFound(PlantedGitBug bug) {
        Options options = Options.DEFAULT
                .with(Options.Part.WHOLE)
                .withFaults(bug.faults())
                .withDefect(bug::plant);
        RunResult result = Simulation.run(1, options);
        for (int seed = 2; seed <= SEEDS_MAX && result.isGood(); seed++) {
            result = Simulation.run(seed, options);
        }
        assertThat(result.problems()).as(bug + " in " + SEEDS_MAX + " seeds").isNotEmpty();
        assertThat(result.problems().getFirst())
                .as(bug + " in seed " + result.seed())
                .startsWith(bug.broken());
    }
}
