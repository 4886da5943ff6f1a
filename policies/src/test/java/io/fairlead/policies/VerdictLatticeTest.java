package io.fairlead.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.policies.Verdict.Allow;
import io.fairlead.policies.Verdict.Cap;
import io.fairlead.policies.Verdict.Deny;
import io.fairlead.policies.Verdict.Hold;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class VerdictLatticeTest {
    @Provide
    Arbitrary<Extent> extents() {
        Arbitrary<Integer> pods =
                Arbitraries.oneOf(Arbitraries.integers().between(0, 12), Arbitraries.just(Extent.ANY_PODS));
        return Combinators.combine(Arbitraries.integers().between(0, 100), pods).as(Extent::new);
    }

    @Provide
    Arbitrary<Verdict> verdicts() {
        Arbitrary<Reason> reason = Combinators.combine(
                        Arbitraries.of(ReasonCode.values()), Arbitraries.of("one", "two", "three", "four"))
                .as(Reason::new);
        // Up to the bound and beyond it: cutting must not break the laws.
        Arbitrary<List<Reason>> reasons = reason.list().ofMinSize(1).ofMaxSize(40);
        return Combinators.combine(Arbitraries.integers().between(0, 3), extents(), reasons)
                .as((rank, extent, because) -> switch (rank) {
                    case 0 -> new Deny(because);
                    case 1 -> new Hold(because);
                    case 2 -> Verdict.upTo(extent, because);
                    default -> new Allow(because);
                });
    }

    @Property
    void meetIsAssociative(
            @ForAll("verdicts") Verdict a, @ForAll("verdicts") Verdict b, @ForAll("verdicts") Verdict c) {
        assertThat(a.meet(b).meet(c)).isEqualTo(a.meet(b.meet(c)));
    }

    @Property
    void meetIsCommutative(@ForAll("verdicts") Verdict a, @ForAll("verdicts") Verdict b) {
        assertThat(a.meet(b)).isEqualTo(b.meet(a));
    }

    @Property
    void meetIsIdempotent(@ForAll("verdicts") Verdict a) {
        assertThat(a.meet(a)).isEqualTo(a);
        assertThat(Verdict.allow().meet(a)).isEqualTo(a);
    }

    @Property
    void meetIsTheGreatestLowerBound(
            @ForAll("verdicts") Verdict a, @ForAll("verdicts") Verdict b, @ForAll("verdicts") Verdict c) {
        Verdict meet = a.meet(b);
        assertThat(meet.isAtMost(a) && meet.isAtMost(b)).isTrue();
        assertThat(c.isAtMost(a) && c.isAtMost(b)).isEqualTo(c.isAtMost(meet));
    }

    @Example
    void theOrderIsDenyHoldLowerCapHigherCapAllow() {
        List<Reason> why = List.of(new Reason(ReasonCode.AWAITING_APPROVAL, "tag it"));
        List<Verdict> order = List.of(
                new Deny(why),
                new Hold(why),
                new Cap(Extent.NONE, why),
                new Cap(Extent.ofPercent(20), why),
                new Cap(Extent.ofPercent(50), why),
                Verdict.allow());
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < order.size(); j++) {
                assertThat(order.get(i).isAtMost(order.get(j)))
                        .as("%s at most %s", order.get(i), order.get(j))
                        .isEqualTo(i <= j);
            }
        }
    }

    @Example
    void reasonsOfTheLowerVerdictAloneRemain() {
        Verdict hold = Verdict.hold(new Reason(ReasonCode.HELD_BY_TAG, "held"));
        Verdict cap = new Cap(Extent.ofPercent(20), List.of(new Reason(ReasonCode.AWAITING_APPROVAL, "tag it")));
        assertThat(hold.meet(cap)).isEqualTo(hold);
    }

    @Example
    void holdingBackNeedsAReason() {
        assertThatThrownBy(() -> new Hold(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reason(ReasonCode.SPENT, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cap(Extent.FULL, List.of(new Reason(ReasonCode.APPROVED, "x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void aSentenceCannotCarryControlCharactersOrGrowWithoutBound() {
        var reason = new Reason(ReasonCode.MALFORMED_TAG, "a\u001b[31m\nb\u202e" + "x".repeat(5_000));
        assertThat(reason.sentence()).startsWith("a [31m b ").hasSize(Reason.SENTENCE_CHARS_MAX);
    }

    @Property
    void neitherBoundOfAnExtentIsExceeded(
            @ForAll("extents") Extent extent, @ForAll @IntRange(max = 1_000_000) int replicas) {
        int updated = extent.updatedAtMost(replicas);
        assertThat((long) updated * 100).isLessThanOrEqualTo((long) replicas * extent.percent());
        assertThat(updated).isBetween(0, Math.min(replicas, extent.pods()));
    }

    @Example
    void twentyPercentOfTwentyAreFourAndOfNineteenThree() {
        assertThat(Extent.ofPercent(20).updatedAtMost(20)).isEqualTo(4);
        assertThat(Extent.ofPercent(20).updatedAtMost(19)).isEqualTo(3);
        assertThat(Extent.ofPods(1).updatedAtMost(1_000)).isEqualTo(1);
        assertThat(Extent.FULL.updatedAtMost(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }
}
