package io.fairlead.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.GatePolicy.ScaleInLimit;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeClassTest {
    private static final Replicas SAME = new Replicas(20, 20);

    @Test
    void createAndDeleteAreClassesOfTheirOwn() {
        assertThat(Facts.create(Facts.CHECKOUT).classes()).containsExactly(ChangeClass.CREATE);
        assertThat(Facts.delete(Facts.CHECKOUT).classes()).containsExactly(ChangeClass.DELETE);
    }

    @Test
    void anUpdateHasEveryClassThatItTouches() {
        ChangeFacts change = Facts.update(
                Facts.CHECKOUT,
                new ContentDigest("a", "old"),
                new ContentDigest("b", "new"),
                new Touched(true, true, false),
                new Replicas(20, 10));
        assertThat(change.classes())
                .containsExactly(ChangeClass.TEMPLATE, ChangeClass.CONFIG, ChangeClass.SCALE, ChangeClass.STRATEGY);
    }

    @Test
    void anUnchangedObjectHasNoClass() {
        assertThat(Facts.template(Facts.CHECKOUT, "a", "a").classes()).isEmpty();
    }

    @Test
    void loweringThePartitionIsAChangeOfStrategy() {
        ChangeFacts change = Facts.update(
                Facts.CHECKOUT, Facts.content("a"), Facts.content("a"), new Touched(false, false, true), SAME);
        assertThat(change.classes()).containsExactly(ChangeClass.STRATEGY);
    }

    @Test
    void theContentOfAPlainObjectIsConfig() {
        assertThat(Facts.template(Facts.RATES, "a", "b").classes()).containsExactly(ChangeClass.CONFIG);
    }

    @Test
    void settingsThatDifferWithoutAFlagCountAsConfig() {
        ChangeFacts change = Facts.update(
                Facts.CHECKOUT,
                new ContentDigest("a", "old"),
                new ContentDigest("a", "new"),
                new Touched(false, false, true),
                SAME);
        assertThat(change.classes()).containsExactly(ChangeClass.CONFIG, ChangeClass.STRATEGY);
    }

    @ParameterizedTest(name = "{0} -> {1} needs an approval: {2}")
    @CsvSource({
        "100, 105, false",
        "105, 100, false",
        "100, 80, false",
        "100, 79, true",
        "100, 1, true",
        "6, 1, false",
        "6, 0, true",
        "5, 0, false",
        "2000000000, 1600000000, false",
        "2000000000, 1599999999, true",
    })
    void scaleInBeyondTheLimitNeedsAnApproval(int from, int to, boolean needed) {
        ChangeFacts change = Facts.scale(Facts.CHECKOUT, from, to);
        assertThat(GatePolicy.BY_TAG.approvalNeededFor(change).contains(ChangeClass.SCALE))
                .isEqualTo(needed);
        assertThat(GatePolicy.AUTO.approvalNeededFor(change).contains(ChangeClass.SCALE))
                .isEqualTo(needed);
    }

    @Test
    void theLimitIsFivePodsOrAFifth() {
        assertThat(ScaleInLimit.DEFAULT).isEqualTo(new ScaleInLimit(5, 20));
    }
}
