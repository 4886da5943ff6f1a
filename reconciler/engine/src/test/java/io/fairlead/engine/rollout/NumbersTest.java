package io.fairlead.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NumbersTest {
    private static Census census(int updated, int old, int available) {
        return new Census(List.of(), updated, old, 0, 0, updated + old - available, available, available);
    }

    @Example
    @Label("RB-006 a partition beyond the replicas wants no surge")
    void partitionBeyondReplicas() {
        Allowance allowance = new Allowance(5, 7, 0, 3, Integer.MAX_VALUE, true);
        assertThat(allowance.partition()).isEqualTo(5);
        assertThat(Numbers.of(allowance, census(0, 5, 5), true).surge()).isZero();
    }

    /// Two good pods, one of them to be deleted; its surge pod was released broken and the release reverted.
    @Example
    @Label("L3 a broken surge pod that stands in for a specified one is brought back to the update revision")
    void brokenSurgePodIsUpdated() {
        Allowance allowance = new Allowance(2, 0, 0, 1, Integer.MAX_VALUE, true);
        Census census = new Census(List.of(), 2, 1, 1, 0, 1, 2, 2);
        assertThat(Numbers.of(allowance, census, false).update()).isEqualTo(1);
    }

    @Property
    @Label("M13 no number is negative, none overflows, and nothing is wanted twice")
    void stayInBounds(
            @ForAll @IntRange(min = 0, max = 50) int replicas,
            @ForAll @IntRange(min = 0, max = 60) int partition,
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int unavailable,
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int surge) {
        Allowance allowance = new Allowance(replicas, partition, unavailable, surge, Integer.MAX_VALUE, true);
        for (int updated = 0; updated <= 3; updated++) {
            Numbers numbers = Numbers.of(allowance, census(updated * 7, 21 - updated * 7, 10), true);
            assertThat(numbers.create()).isBetween(0, Integer.MAX_VALUE);
            assertThat(numbers.createOld()).isBetween(0, numbers.create());
            assertThat(numbers.scaleIn()).isGreaterThanOrEqualTo(0);
            assertThat(numbers.scaleInOld()).isBetween(0, numbers.scaleIn());
            assertThat(numbers.surge()).isBetween(0, surge);
            assertThat(numbers.updateUnavailableMax()).isGreaterThanOrEqualTo(0);
            assertThat(numbers.create() == 0 || numbers.scaleIn() == 0).isTrue();
        }
    }
}
