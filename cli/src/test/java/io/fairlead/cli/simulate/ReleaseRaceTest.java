package io.fairlead.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseRaceTest {
    @Test
    @DisplayName("D2 S-061 a release in place is at least 1.8 times as fast as one by new pods, and keeps every pod")
    void inPlaceIsFaster() {
        ReleaseRace.Result inPlace = ReleaseRace.run("InPlaceIfPossible");
        ReleaseRace.Result recreate = ReleaseRace.run("ReCreate");
        System.out.println("in place " + inPlace + ", by new pods " + recreate);
        assertThat(inPlace.kept()).isEqualTo(ReleaseRace.PODS);
        assertThat(recreate.kept()).isZero();
        assertThat((double) recreate.took().toMillis() / inPlace.took().toMillis())
                .isGreaterThanOrEqualTo(1.8);
    }
}
