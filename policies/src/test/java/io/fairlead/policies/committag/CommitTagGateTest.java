package io.fairlead.policies.committag;

import static io.fairlead.policies.Facts.CHECKOUT;
import static io.fairlead.policies.Facts.NOW;
import static io.fairlead.policies.Facts.RATES;
import static io.fairlead.policies.Facts.content;
import static io.fairlead.policies.Facts.judge;
import static io.fairlead.policies.Facts.promote;
import static io.fairlead.policies.Facts.see;
import static io.fairlead.policies.Facts.settled;
import static io.fairlead.policies.Facts.tag;
import static io.fairlead.policies.Facts.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.ChangeFacts;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Facts;
import io.fairlead.policies.GateInput;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.ScopeTags;
import io.fairlead.policies.SignatureFact;
import io.fairlead.policies.TagFact;
import io.fairlead.policies.TagFact.Annotated;
import io.fairlead.policies.TagFact.Header;
import io.fairlead.policies.TagFact.TaggedCommit;
import io.fairlead.policies.Verdict;
import io.fairlead.policies.Verdict.Allow;
import io.fairlead.policies.Verdict.Cap;
import io.fairlead.policies.Verdict.Hold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTagGateTest {
    private static final ChangeFacts A_TO_B = template(CHECKOUT, "a", "b");
    private static final TagFact GOOD = promote("1", "B", "promote");
    private static final TagFact CANARY = promote("canary", "B", "promote\n\nPartition: 80%");

    private static void assertRefused(Verdict verdict, ReasonCode code) {
        assertThat(verdict).isInstanceOf(Hold.class);
        assertThat(verdict.reasons()).extracting(Reason::code).contains(code, ReasonCode.AWAITING_APPROVAL);
    }

    private static TagFact header(TagFact tag, Header header) {
        return Facts.with(tag, new Annotated(header, "promote", new SignatureFact.Verified("anna")));
    }

    private static TagFact at(TagFact tag, TaggedCommit commit) {
        return new TagFact(tag.ref(), tag.objectId(), tag.object(), commit);
    }

    @Test
    @DisplayName("GO-001 without a tag the change is held, and the reason names the exact tag to push")
    void withoutATag() {
        Verdict verdict = judge(A_TO_B, "B", settled());
        assertThat(verdict).isInstanceOf(Hold.class);
        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(ReasonCode.AWAITING_APPROVAL);
            assertThat(reason.code().word()).isEqualTo("AwaitingApproval");
            assertThat(reason.sentence())
                    .contains("git tag -s -m promote fl/promote/prod/payments/3f2a9c1d77e0 3f2a9c1d77e0 "
                            + "&& git push origin refs/tags/fl/promote/prod/payments/3f2a9c1d77e0");
        });
    }

    @Test
    void theProposedNameIsFree() {
        TagFact used = promote("3F2A9C1D77E0", "A", "promote");
        Ledger ledger = see(settled(), NOW, "A", promote("3f2a9c1d77e0-2", "A", "promote"));
        assertThat(judge(A_TO_B, "B", ledger, used).reasons())
                .anySatisfy(reason -> assertThat(reason.sentence()).contains("payments/3f2a9c1d77e0-3 "));
    }

    @Test
    void aGoodTagOnThisContentApprovesAllOfIt() {
        assertThat(judge(A_TO_B, "B", settled(), GOOD)).isInstanceOf(Allow.class);
    }

    @Test
    @DisplayName("GO-002 Partition: 80% lets 4 of 20 pods go")
    void partition() {
        Verdict verdict = judge(A_TO_B, "B", settled(), CANARY);
        assertThat(verdict).isInstanceOf(Cap.class);
        assertThat(verdict.extent().updatedAtMost(20)).isEqualTo(4);
        assertThat(verdict.says(ReasonCode.AWAITING_APPROVAL)).isTrue();
    }

    @Test
    void ofSeveralTagsForOneContentTheWidestCounts() {
        TagFact half = promote("half", "B", "promote\n\nPartition: 50%");
        assertThat(judge(A_TO_B, "B", settled(), half, CANARY).extent()).isEqualTo(Extent.ofPercent(50));
        assertThat(judge(A_TO_B, "B", settled(), CANARY, half, GOOD)).isInstanceOf(Allow.class);
    }

    @Test
    @DisplayName("GO-004 T-010 a lightweight tag is refused: NotAnnotated")
    void lightweight() {
        assertRefused(
                judge(A_TO_B, "B", settled(), Facts.with(GOOD, new TagFact.Lightweight())), ReasonCode.NOT_ANNOTATED);
    }

    @Test
    @DisplayName("GO-005 T-013 a ref that points to a tag object made under another name is refused")
    void refNameMismatch() {
        TagFact stolen = header(GOOD, new Header("fl/promote/staging/payments/1", "commit", NOW));
        assertRefused(judge(A_TO_B, "B", settled(), stolen), ReasonCode.REF_NAME_MISMATCH);
        TagFact elsewhere = at(stolen, new TaggedCommit(true, "other"));
        assertRefused(judge(A_TO_B, "B", settled(), elsewhere), ReasonCode.REF_NAME_MISMATCH);
    }

    @Test
    @DisplayName("GO-006 T-023 a tag that names its repository is refused as long as that cannot be checked")
    void repoTrailer() {
        assertRefused(
                judge(A_TO_B, "B", settled(), promote("1", "B", "promote\n\nRepo: example")),
                ReasonCode.TRAILER_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Step: 2", "Expires: 2099-01-01T00:00:00Z", "Supersedes: 1234"})
    void trailersThatCannotBeHonouredFailClosed(String trailer) {
        TagFact tag = promote("1", "B", "promote\n\nPartition: 80%\n" + trailer);
        assertRefused(judge(A_TO_B, "B", settled(), tag), ReasonCode.TRAILER_NOT_SUPPORTED);
    }

    @Test
    void aMessageThatIsNotUnderstoodFailsClosed() {
        assertRefused(
                judge(A_TO_B, "B", settled(), promote("1", "B", "promote\n\nPartition: 4")),
                ReasonCode.TRAILERS_INVALID);
    }

    @Test
    @DisplayName("GO-007 T-012 an unknown signer is refused, and the reason says who")
    void unknownSigner() {
        TagFact stranger = Facts.signed(GOOD, new SignatureFact.Unverified("unknown key SHA256:abc"));
        Verdict verdict = judge(A_TO_B, "B", settled(), stranger);
        assertRefused(verdict, ReasonCode.SIGNATURE_NOT_VERIFIED);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.sentence().contains("SHA256:abc"));
    }

    @Test
    @DisplayName("T-011 an unsigned tag is refused where the policy asks for a signature, and only there")
    void unsigned() {
        TagFact unsigned = Facts.signed(GOOD, new SignatureFact.None());
        assertRefused(judge(A_TO_B, "B", settled(), unsigned), ReasonCode.UNSIGNED);
        GatePolicy lax = GatePolicy.BY_TAG.withSignatureRequired(false);
        Ledger ledger = see(settled(), NOW, "B", GOOD);
        assertThat(Facts.GATES.judge(Facts.input(A_TO_B, "B", ledger, lax, List.of(unsigned))))
                .isInstanceOf(Allow.class);
    }

    @Test
    @DisplayName("T-014 T-015 the tag of a tag, of a tree or of a blob is refused")
    void wrongTargets() {
        String name = "fl/promote/prod/payments/1";
        assertRefused(judge(A_TO_B, "B", settled(), header(GOOD, new Header(name, "tag", NOW))), ReasonCode.TAG_OF_TAG);
        for (String type : List.of("tree", "blob", "")) {
            assertRefused(
                    judge(A_TO_B, "B", settled(), header(GOOD, new Header(name, type, NOW))), ReasonCode.NOT_A_COMMIT);
        }
    }

    @Test
    @DisplayName("T-016 a tag object that a strict parser refuses approves nothing")
    void malformedObject() {
        TagFact twice = Facts.with(GOOD, new TagFact.Malformed("two object headers"));
        assertRefused(judge(A_TO_B, "B", settled(), twice), ReasonCode.MALFORMED_TAG);
    }

    @Test
    @DisplayName("T-022 a tag on a commit that is not on the tracked branch is refused")
    void notOnBranch() {
        assertRefused(judge(A_TO_B, "B", settled(), at(GOOD, new TaggedCommit(false, "B"))), ReasonCode.NOT_ON_BRANCH);
    }

    @Test
    @DisplayName("GO-015 GO-016 an approval is for content: other commits do not matter, other content does")
    void boundToContent() {
        Ledger ledger = see(settled(), NOW, "B", GOOD);
        assertThat(judge(A_TO_B, "B", ledger, GOOD)).isInstanceOf(Allow.class);
        assertRefused(judge(A_TO_B, "B with another base", ledger, GOOD), ReasonCode.NOT_THIS_CONTENT);
        assertRefused(judge(A_TO_B, "B", settled(), at(GOOD, new TaggedCommit(true, ""))), ReasonCode.NOT_THIS_CONTENT);
    }

    @Test
    @DisplayName("GO-019 tags of other stages and scopes are passed over without a word")
    void otherScopes() {
        TagFact other =
                new TagFact("refs/tags/fl/promote/prod/orders/1", "o", GOOD.object(), new TaggedCommit(true, "B"));
        TagFact stage =
                new TagFact("refs/tags/fl/promote/staging/payments/1", "o", GOOD.object(), new TaggedCommit(true, "B"));
        TagFact stop =
                new TagFact("refs/tags/fl/hold/staging/payments/1", "o", new TagFact.Lightweight(), other.commit());
        assertThat(judge(A_TO_B, "B", settled(), other, stage, stop).reasons())
                .extracting(Reason::code)
                .containsExactly(ReasonCode.AWAITING_APPROVAL);
    }

    @Test
    void aMalformedNameInThisScopeIsTold() {
        TagFact typo =
                new TagFact("refs/tags/fl/promot/prod/payments/1", "o", GOOD.object(), new TaggedCommit(true, "B"));
        assertRefused(judge(A_TO_B, "B", settled(), typo), ReasonCode.NAME_MALFORMED);
    }

    @Test
    void aUsedApprovalDoesNotOpenAgain() {
        Ledger used = see(settled(), NOW, "B", GOOD)
                .accept(CHECKOUT, new Granted(content("b"), Extent.FULL), "B")
                .accept(CHECKOUT, new Granted(content("a"), Extent.FULL), "A");
        assertRefused(judge(A_TO_B, "B", used, GOOD), ReasonCode.SPENT);
        assertThat(judge(A_TO_B, "B", used, GOOD, promote("2", "B", "promote"))).isInstanceOf(Allow.class);
    }

    @Test
    void usedApprovalsOfOtherContentAreNoNews() {
        Ledger used = see(settled(), NOW, "B", GOOD).spendAllBut("C");
        assertThat(judge(A_TO_B, "D", used, GOOD).reasons())
                .extracting(Reason::code)
                .containsExactly(ReasonCode.AWAITING_APPROVAL);
    }

    @Test
    @DisplayName("T-018 a tag that points elsewhere than before approves nothing")
    void moved() {
        Ledger seen = see(settled(), NOW, "B", GOOD);
        TagFact moved = new TagFact(GOOD.ref(), "another object", GOOD.object(), GOOD.commit());
        assertRefused(judge(A_TO_B, "B", seen, moved), ReasonCode.TAG_MOVED);
        assertRefused(judge(A_TO_B, "B", see(seen, NOW, "B", moved), GOOD), ReasonCode.TAG_MOVED);
    }

    @Test
    @DisplayName("GO-010 the age of an approval counts from first sight, whatever the tagger claims")
    void tooOld() {
        Duration age = GatePolicy.APPROVAL_AGE_MAX;
        assertThat(judge(A_TO_B, "B", see(settled(), NOW.minus(age), "B", GOOD), GOOD))
                .isInstanceOf(Allow.class);
        assertRefused(
                judge(A_TO_B, "B", see(settled(), NOW.minus(age).minusSeconds(1), "B", GOOD), GOOD),
                ReasonCode.TOO_OLD);
    }

    @Test
    void aTagThatTheLedgerHasNotTakenUpDoesNotCount() {
        assertRefused(
                Facts.GATES.judge(Facts.input(A_TO_B, "B", settled(), GatePolicy.BY_TAG, List.of(GOOD))),
                ReasonCode.NOT_RECORDED);
    }

    @Test
    void aTargetNarrowsAnApprovalToOneObject() {
        TagFact tag = promote("1", "B", "promote\n\nTarget: CloneSet/checkout");
        assertThat(judge(A_TO_B, "B", settled(), tag)).isInstanceOf(Allow.class);
        assertRefused(judge(template(RATES, "a", "b"), "B", settled(), tag), ReasonCode.OTHER_TARGET);
    }

    @Test
    @DisplayName("GO-011 T-019 losing the approval under way moves nothing and goes no further")
    void withdrawnUnderWay() {
        Ledger granted =
                see(settled(), NOW, "B", CANARY).accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(20)), "B");
        ChangeFacts underWay = Facts.underWay("b", Extent.ofPercent(20), new Replicas(20, 20));
        Verdict verdict = judge(underWay, "B", granted);
        assertThat(verdict.extent()).isEqualTo(Extent.ofPercent(20));
        assertThat(verdict.says(ReasonCode.APPROVAL_WITHDRAWN)).isTrue();
    }

    @Test
    void aNarrowerTagDoesNotTakePodsBackAndAWiderOneLetsMoreGo() {
        Ledger granted = settled().accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(20)), "B");
        ChangeFacts underWay = Facts.underWay("b", Extent.ofPercent(20), new Replicas(20, 20));
        TagFact ten = promote("ten", "B", "promote\n\nPartition: 90%");
        assertThat(judge(underWay, "B", granted, ten).extent()).isEqualTo(Extent.ofPercent(20));
        assertThat(judge(underWay, "B", granted, ten, GOOD)).isInstanceOf(Allow.class);
    }

    @Test
    void scalingUnderWayKeepsTheExtent() {
        Ledger granted = settled().accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(20)), "B");
        ChangeFacts scaled = Facts.underWay("b", Extent.ofPercent(20), new Replicas(20, 30));
        assertThat(judge(scaled, "B scaled", granted).extent()).isEqualTo(Extent.ofPercent(20));
    }

    @Test
    void whatWasGrantedButNotAppliedIsNotMadeUpForLater() {
        Ledger granted = settled().accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(50)), "B");
        ChangeFacts scaled = Facts.underWay("b", Extent.ofPercent(20), new Replicas(20, 30));
        assertThat(judge(scaled, "B scaled", granted).extent()).isEqualTo(Extent.ofPercent(20));
    }

    @Test
    void aPartitionThatSomebodyOpenedByHandIsNotAGrant() {
        Ledger granted = settled().accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(20)), "B");
        ChangeFacts opened = Facts.underWay("b", Extent.ofPercent(90), new Replicas(20, 30));
        assertThat(judge(opened, "B scaled", granted).extent()).isEqualTo(Extent.ofPercent(20));
    }

    @Test
    void scalingWithinTheLimitNeedsNoTagBeyondItDoes() {
        assertThat(judge(Facts.scale(CHECKOUT, 20, 200), "B", settled())).isInstanceOf(Allow.class);
        assertThat(judge(Facts.scale(CHECKOUT, 20, 15), "B", settled())).isInstanceOf(Allow.class);
        assertRefused(judge(Facts.scale(CHECKOUT, 20, 14), "B", settled()), ReasonCode.AWAITING_APPROVAL);
        assertThat(judge(Facts.scale(CHECKOUT, 20, 1), "B", settled(), GOOD)).isInstanceOf(Allow.class);
    }

    @Test
    void aCapIsAHoldForWhatCannotBeUpdatedInPart() {
        ChangeFacts config = Facts.update(
                CHECKOUT, content("a"), content("a"), new Touched(true, false, false), new Replicas(20, 20));
        for (ChangeFacts change :
                List.of(Facts.create(CHECKOUT), Facts.delete(CHECKOUT), template(RATES, "a", "b"), config)) {
            assertRefused(judge(change, "B", settled(), CANARY), ReasonCode.CAP_NOT_POSSIBLE);
            assertThat(judge(change, "B", settled(), GOOD)).isInstanceOf(Allow.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHoldTagHoldsByItsNameAloneInEveryStage(boolean byTag) {
        GatePolicy policy = byTag ? GatePolicy.BY_TAG : GatePolicy.AUTO;
        TagFact stop = tag("hold", "stop", "whatever", "promote\n\nNonsense: x");
        for (TagFact hold : List.of(
                stop,
                Facts.with(stop, new TagFact.Lightweight()),
                Facts.with(stop, new TagFact.Malformed("x")),
                at(stop, new TaggedCommit(false, "")),
                Facts.signed(stop, new SignatureFact.None()))) {
            for (ChangeFacts change :
                    List.of(A_TO_B, Facts.create(RATES), Facts.delete(RATES), Facts.scale(CHECKOUT, 1, 2))) {
                Ledger ledger = see(settled(), NOW, "B", GOOD);
                Verdict verdict = Facts.GATES.judge(Facts.input(change, "B", ledger, policy, List.of(GOOD, hold)));
                assertThat(verdict).isInstanceOf(Hold.class);
                assertThat(verdict.says(ReasonCode.HELD_BY_TAG)).isTrue();
            }
        }
    }

    @Test
    void aHoldTagWithATargetHoldsThatObjectAlone() {
        TagFact hold = tag("hold", "stop", "B", "hold\n\nTarget: CloneSet/checkout");
        assertThat(judge(A_TO_B, "B", settled(), GOOD, hold)).isInstanceOf(Hold.class);
        assertThat(judge(template(RATES, "a", "b"), "B", settled(), GOOD, hold)).isInstanceOf(Allow.class);
    }

    @Test
    void ofTheVerbsNotHonouredYetRevokeHoldsAndOverrideDoesNothing() {
        Verdict revoked = judge(A_TO_B, "B", settled(), GOOD, tag("revoke", "1", "B", "revoke"));
        assertThat(revoked).isInstanceOf(Hold.class);
        assertThat(revoked.says(ReasonCode.VERB_NOT_SUPPORTED)).isTrue();
        assertRefused(
                judge(A_TO_B, "B", settled(), tag("override", "1", "B", "override")), ReasonCode.VERB_NOT_SUPPORTED);
    }

    @Test
    void withoutALedgerEverythingIsHeldInEveryStage() {
        for (GatePolicy policy : List.of(GatePolicy.BY_TAG, GatePolicy.AUTO)) {
            var input = new GateInput(
                    Facts.scale(CHECKOUT, 1, 2),
                    Facts.scope("B"),
                    new Evidence(ScopeTags.NONE, new Evidence.Lost("not found"), NOW),
                    policy);
            assertThat(Facts.GATES.judge(input).says(ReasonCode.LEDGER_LOST)).isTrue();
            assertThat(Facts.GATES.judge(input)).isInstanceOf(Hold.class);
        }
    }

    @Test
    void anAutomaticStageNeedsNoTag() {
        for (ChangeFacts change : List.of(A_TO_B, Facts.create(RATES), Facts.delete(RATES))) {
            assertThat(Facts.GATES.judge(Facts.input(change, "B", settled(), GatePolicy.AUTO, List.of())))
                    .isInstanceOf(Allow.class);
        }
    }
}
