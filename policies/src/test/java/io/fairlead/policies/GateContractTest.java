package io.fairlead.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.Evidence.Lost;
import io.fairlead.policies.Evidence.Remembered;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectDifference.Updated;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.TagFact.Annotated;
import io.fairlead.policies.TagFact.Header;
import io.fairlead.policies.TagFact.TaggedCommit;
import io.fairlead.policies.committag.CommitTagGate;
import io.fairlead.policies.committag.CommitTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/// What every gate keeps, alone and in a chain. A new gate is added to [#GATES] and nowhere else.
@Label("M14 gates are total, deterministic, monotone and give reasons")
class GateContractTest {
    private static final List<Gate> GATES = List.of(new CommitTagGate(), Facts.GATES);

    /// Everything a judgement starts from, with the tags still raw, so that taking one away means what it says.
    record Situation(ChangeFacts change, List<TagFact> tags, List<TagFact> seen, Ledger ledger, GatePolicy policy) {
        GateInput input(List<TagFact> present) {
            ScopeContent scope = Facts.scope("B");
            Ledger remembered =
                    ledger.see(seen, CommitTags.read(seen, scope, policy).approvals(), Facts.NOW);
            return new GateInput(
                    change,
                    scope,
                    new Evidence(CommitTags.read(present, scope, policy), new Remembered(remembered), Facts.NOW),
                    policy);
        }
    }

    @Provide
    Arbitrary<Situation> situations() {
        Arbitrary<GatePolicy> policies =
                Arbitraries.of(GatePolicy.BY_TAG, GatePolicy.BY_TAG.withSignatureRequired(false), GatePolicy.AUTO);
        Arbitrary<List<TagFact>> tags = tags().list().ofMaxSize(4).uniqueElements(TagFact::ref);
        return Combinators.combine(changes(), tags, ledgers(), policies, Arbitraries.of(true, false))
                .as((change, present, ledger, policy, isSeen) ->
                        new Situation(change, present, isSeen ? present : List.of(), ledger, policy));
    }

    private static Arbitrary<TagFact> tags() {
        Arbitrary<String> messages = Arbitraries.of(
                "promote",
                "",
                "promote\n\nPartition: 80%",
                "promote\n\nPartition: 100%",
                "promote\n\nTarget: CloneSet/checkout",
                "promote\n\nTarget: ConfigMap/rates\nPartition: 50%",
                "promote\n\nStep: 1",
                "Partition: 50%");
        Arbitrary<SignatureFact> signatures = Arbitraries.of(
                new SignatureFact.Verified("anna"),
                new SignatureFact.Verified("bo"),
                new SignatureFact.None(),
                new SignatureFact.Unverified("unknown key"));
        Arbitrary<String> digests = Arbitraries.of("B", "B", "B", "A", "");
        return Combinators.combine(
                        names(),
                        messages,
                        signatures,
                        digests,
                        Arbitraries.integers().between(0, 9))
                .as((name, message, signature, digest, oddity) -> {
                    var header = new Header(
                            oddity == 0 ? "fl/promote/staging/payments/1" : name,
                            oddity == 1 ? "tag" : "commit",
                            Facts.NOW);
                    TagFact.TagObject object =
                            oddity == 2 ? new TagFact.Lightweight() : new Annotated(header, message, signature);
                    return new TagFact("refs/tags/" + name, "object", object, new TaggedCommit(oddity != 3, digest));
                });
    }

    private static Arbitrary<String> names() {
        Arbitrary<String> good = Arbitraries.of("1", "2", "3").map(id -> "fl/promote/prod/payments/" + id);
        Arbitrary<String> other = Arbitraries.of(
                "fl/hold/prod/payments/h",
                "fl/revoke/prod/payments/r",
                "fl/override/prod/payments/o",
                "fl/promote/prod/orders/1",
                "fl/promoted/prod/payments/1",
                "v1");
        return Arbitraries.frequencyOf(Tuple.of(8, good), Tuple.of(2, other));
    }

    private static Arbitrary<ChangeFacts> changes() {
        Arbitrary<ContentDigest> contents = Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of("s", "t"))
                .as(ContentDigest::new);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Touched> touched = Combinators.combine(flag, flag, flag).as(Touched::new);
        Arbitrary<Replicas> replicas = Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 60))
                .as(Replicas::new);
        Arbitrary<Extent> live = Arbitraries.of(Extent.NONE, Extent.ofPercent(20), Extent.ofPods(3), Extent.FULL);
        Arbitrary<ObjectDifference> updated =
                Combinators.combine(contents, contents, touched, replicas, live).as(Updated::new);
        Arbitrary<ObjectDifference> others = Arbitraries.of(
                new ObjectDifference.Created(new ContentDigest("b", "s")),
                new ObjectDifference.Deleted(new ContentDigest("b", "s")));
        return Combinators.combine(
                        Arbitraries.of(Facts.CHECKOUT, Facts.RATES),
                        Arbitraries.of(ObjectSort.values()),
                        Arbitraries.frequencyOf(Tuple.of(5, updated), Tuple.of(1, others)))
                .as(ChangeFacts::new);
    }

    private static Arbitrary<Ledger> ledgers() {
        var b = new ContentDigest("b", "s");
        var a = new ContentDigest("a", "s");
        Ledger settled = Ledger.FIRST.seed(Facts.CHECKOUT, a).seed(Facts.RATES, a);
        return Arbitraries.of(
                Ledger.FIRST,
                settled,
                settled.accept(Facts.CHECKOUT, new Granted(b, Extent.ofPercent(20)), "B"),
                settled.accept(Facts.CHECKOUT, new Granted(b, Extent.ofPods(3)), "B"),
                settled.accept(Facts.CHECKOUT, new Granted(b, Extent.FULL), "B"),
                settled.revoke("a").orElseThrow());
    }

    @Property
    void everySituationHasAVerdictWithReasons(@ForAll("situations") Situation situation) {
        for (Gate gate : GATES) {
            GateInput input = situation.input(situation.tags());
            Verdict verdict = gate.judge(input);
            Statistics.collect(verdict.getClass().getSimpleName());
            assertThat(verdict).isEqualTo(gate.judge(input));
            assertThat(verdict instanceof Verdict.Allow || !verdict.reasons().isEmpty())
                    .isTrue();
            assertThat(verdict.reasons()).hasSizeLessThanOrEqualTo(Verdict.REASONS_MAX);
        }
    }

    @Property
    void takingAPromoteTagAwayNeverYieldsMore(@ForAll("situations") Situation situation) {
        for (int i = 0; i < situation.tags().size(); i++) {
            var fewer = new ArrayList<>(situation.tags());
            if (fewer.remove(i).ref().startsWith("refs/tags/fl/promote/")) {
                assertNotMore(situation, fewer);
            }
        }
    }

    @Property
    void takingASignatureAwayNeverYieldsMore(@ForAll("situations") Situation situation) {
        for (SignatureFact worse : List.of(new SignatureFact.None(), new SignatureFact.Unverified("x"))) {
            for (int i = 0; i < situation.tags().size(); i++) {
                var changed = new ArrayList<>(situation.tags());
                if (changed.get(i).object() instanceof Annotated annotated
                        && annotated.signature() instanceof SignatureFact.Verified) {
                    changed.set(i, Facts.signed(changed.get(i), worse));
                    assertNotMore(situation, changed);
                }
            }
        }
    }

    @Property
    void addingAHoldTagNeverYieldsMore(@ForAll("situations") Situation situation) {
        var more = new ArrayList<>(situation.tags());
        more.add(Facts.tag("hold", "one-more", "", "hold"));
        assertNotMore(situation, more);
    }

    @Provide
    Arbitrary<GatePolicy> anyPolicies() {
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.of(ChangeClass.values()).list().uniqueElements(),
                        flag,
                        flag,
                        Arbitraries.integers().between(0, 14).map(Duration::ofDays),
                        Combinators.combine(
                                        Arbitraries.integers().between(0, 20),
                                        Arbitraries.integers().between(0, 100))
                                .as(GatePolicy.ScaleInLimit::new))
                .as(GatePolicy::new);
    }

    @Property
    void narrowingAPolicyNeverYieldsMore(
            @ForAll("situations") Situation situation, @ForAll("anyPolicies") GatePolicy limit) {
        GatePolicy narrowed = situation.policy().meet(limit);
        assertThat(narrowed).isEqualTo(limit.meet(situation.policy())).isEqualTo(narrowed.meet(limit));
        Situation held =
                new Situation(situation.change(), situation.tags(), situation.seen(), situation.ledger(), narrowed);
        for (Gate gate : GATES) {
            Verdict before = gate.judge(situation.input(situation.tags()));
            Verdict after = gate.judge(held.input(situation.tags()));
            assertThat(after.isAtMost(before))
                    .as("%s is at most %s", after, before)
                    .isTrue();
        }
    }

    @Property
    void losingTheLedgerHolds(@ForAll("situations") Situation situation) {
        GateInput input = situation.input(situation.tags());
        var lost = new GateInput(
                input.change(),
                input.scope(),
                new Evidence(input.evidence().tags(), new Lost("unreadable"), Facts.NOW),
                input.policy());
        assertThat(Facts.GATES.judge(lost)).isInstanceOf(Verdict.Hold.class);
    }

    @Property
    void aCapIsGivenOnlyToWhatCanBeCapped(@ForAll("situations") Situation situation) {
        Verdict verdict = Facts.GATES.judge(situation.input(situation.tags()));
        assertThat(verdict instanceof Verdict.Cap && !situation.change().canBeCapped())
                .isFalse();
    }

    private static void assertNotMore(Situation situation, List<TagFact> changed) {
        for (Gate gate : GATES) {
            Verdict before = gate.judge(situation.input(situation.tags()));
            Verdict after = gate.judge(situation.input(changed));
            assertThat(after.isAtMost(before)).as("%s, then %s", before, after).isTrue();
        }
    }
}
