package io.fairlead.policies.rollback;

import static io.fairlead.policies.Facts.CHECKOUT;
import static io.fairlead.policies.Facts.RATES;
import static io.fairlead.policies.Facts.completed;
import static io.fairlead.policies.Facts.content;
import static io.fairlead.policies.Facts.judge;
import static io.fairlead.policies.Facts.settled;
import static io.fairlead.policies.Facts.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.ChangeFacts;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Facts;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.GatePolicy.ScaleInLimit;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.TagFact;
import io.fairlead.policies.Verdict;
import io.fairlead.policies.Verdict.Allow;
import io.fairlead.policies.Verdict.Hold;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RollbackTest {
    private static final ChangeFacts B_TO_A = template(CHECKOUT, "b", "a");

    private static Ledger bIsLive() {
        return settled().accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(40)), "B");
    }

    @Test
    @DisplayName("GO-020 a revert to a content that completed healthy needs no tag and is not capped")
    void revert() {
        Verdict verdict = judge(B_TO_A, "A", bIsLive());
        assertThat(verdict).isInstanceOf(Allow.class);
        assertThat(verdict.says(ReasonCode.ROLLBACK)).isTrue();
    }

    @Test
    void revertingBAloneIsARollbackAlsoWithCMergedAfterIt() {
        Ledger ledger = completed(bIsLive(), RATES, "c", "C");
        assertThat(judge(B_TO_A, "C without B", ledger).says(ReasonCode.ROLLBACK))
                .isTrue();
    }

    @Test
    void aConfigMapReturnsWithItsWorkload() {
        Ledger ledger = completed(completed(settled(), CHECKOUT, "b", "B"), RATES, "b", "B");
        assertThat(judge(template(RATES, "b", "a"), "A", ledger).says(ReasonCode.ROLLBACK))
                .isTrue();
    }

    @Test
    void aContentThatNeverCompletedIsNoRollback() {
        Ledger ledger = bIsLive().accept(CHECKOUT, new Granted(content("c"), Extent.FULL), "C");
        assertThat(judge(template(CHECKOUT, "c", "b"), "B", ledger)).isInstanceOf(Hold.class);
    }

    @Test
    @DisplayName("GO-024 a revert with one more change is a normal release, with a hint that it looks like a revert")
    void looksLikeOne() {
        ChangeFacts change = Facts.update(
                CHECKOUT,
                content("b"),
                new ContentDigest("a", "other settings"),
                new Touched(true, false, false),
                new Replicas(20, 20));
        Verdict verdict = judge(change, "A'", bIsLive());
        assertThat(verdict).isInstanceOf(Hold.class);
        assertThat(verdict.says(ReasonCode.LOOKS_LIKE_ROLLBACK)).isTrue();
    }

    @Test
    void settingsAloneAreNoRollbackHint() {
        ChangeFacts change = Facts.update(
                CHECKOUT,
                content("a"),
                new ContentDigest("a", "other settings"),
                new Touched(true, false, false),
                new Replicas(20, 20));
        Verdict verdict = judge(change, "A'", settled());
        assertThat(verdict).isInstanceOf(Hold.class);
        assertThat(verdict.says(ReasonCode.LOOKS_LIKE_ROLLBACK)).isFalse();
    }

    @Test
    @DisplayName("GO-014 never back to a revoked template without an approval")
    void revoked() {
        Ledger ledger = bIsLive().revoke("a").orElseThrow();
        Verdict verdict = judge(B_TO_A, "A", ledger);
        assertThat(verdict).isInstanceOf(Hold.class);
        assertThat(verdict.says(ReasonCode.REVOKED)).isTrue();
        TagFact tag = Facts.promote("1", "A", "promote");
        assertThat(judge(B_TO_A, "A", ledger, tag)).isInstanceOf(Allow.class);
    }

    @Test
    void neverBackToAFailedTemplateWithoutAnApproval() {
        assertThat(judge(B_TO_A, "A", bIsLive().failed(CHECKOUT, "a"))).isInstanceOf(Hold.class);
    }

    @Test
    void aRollbackCarriesThePartitionOfTheRevertedCommitAlong() {
        ChangeFacts change = Facts.update(
                CHECKOUT, content("b"), content("a"), new Touched(false, false, true), new Replicas(20, 20));
        assertThat(judge(change, "A", bIsLive()).says(ReasonCode.ROLLBACK)).isTrue();
    }

    @Test
    void anUnchangedContentIsNoRollbackSoPartitionAndMassScaleInAreNotWaved() {
        ChangeFacts partition = Facts.update(
                CHECKOUT, content("a"), content("a"), new Touched(false, false, true), new Replicas(20, 20));
        assertThat(judge(partition, "A", settled())).isInstanceOf(Hold.class);
        ChangeFacts massive = Facts.update(CHECKOUT, content("b"), content("a"), Touched.NOTHING, new Replicas(20, 1));
        assertThat(judge(massive, "A", bIsLive())).isInstanceOf(Hold.class);
    }

    @Test
    void creationAndDeletionAreNoRollback() {
        assertThat(judge(Facts.delete(CHECKOUT), "A", settled())).isInstanceOf(Hold.class);
        assertThat(judge(Facts.create(CHECKOUT), "A", settled())).isInstanceOf(Hold.class);
    }

    @Test
    void aHoldTagLetsARollbackThroughUnlessThePolicySaysOtherwise() {
        List<TagFact> hold = List.of(Facts.tag("hold", "stop", "A", "hold"));
        GatePolicy by = GatePolicy.BY_TAG;
        var strict = new GatePolicy(by.required(), true, true, by.approvalAgeMax(), ScaleInLimit.DEFAULT);
        assertThat(Facts.GATES.judge(Facts.input(B_TO_A, "A", bIsLive(), by, hold)))
                .isInstanceOf(Allow.class);
        assertThat(Facts.GATES.judge(Facts.input(B_TO_A, "A", bIsLive(), strict, hold)))
                .isInstanceOf(Hold.class);
    }

    @Test
    void theOldestOfTenHealthyTemplatesIsStillOneAndTheEleventhIsNot() {
        Ledger ledger = settled();
        for (String template : Arrays.asList("b c d e f g h i j".split(" "))) {
            ledger = completed(ledger, CHECKOUT, template, template);
        }
        assertThat(Rollback.recognise(template(CHECKOUT, "j", "a"), ledger)).isEqualTo(Rollback.RETURNS);
        assertThat(Rollback.recognise(template(CHECKOUT, "k", "a"), completed(ledger, CHECKOUT, "k", "k")))
                .isEqualTo(Rollback.NONE);
    }
}
