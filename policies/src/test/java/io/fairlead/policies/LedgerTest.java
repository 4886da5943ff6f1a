package io.fairlead.policies;

import static io.fairlead.policies.Facts.CHECKOUT;
import static io.fairlead.policies.Facts.NOW;
import static io.fairlead.policies.Facts.content;
import static io.fairlead.policies.Facts.promote;
import static io.fairlead.policies.Facts.see;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.SeenTag.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final TagFact TAG = promote("1", "S", "promote");

    private static State state(Ledger ledger, TagFact tag) {
        return seen(ledger, tag.ref()).state();
    }

    private static SeenTag seen(Ledger ledger, String ref) {
        return Objects.requireNonNull(ledger.tags().get(ref), ref);
    }

    private static Approval approval(String ref, Instant taggedAt) {
        return new Approval(ref, "object-" + ref, taggedAt, "S", new Approval.Grant(Extent.FULL, ""));
    }

    @Test
    void firstSightIsRememberedAndDoesNotMove() {
        Ledger first = see(Ledger.FIRST, NOW, "S", TAG);
        Ledger later = see(first, NOW.plusSeconds(3_600), "S", TAG);
        assertThat(later).isEqualTo(first);
        assertThat(seen(later, TAG.ref()).firstSeen()).isEqualTo(NOW);
    }

    @Test
    void seeingIsIdempotentAndIndependentOfOrder() {
        TagFact other = promote("2", "S", "promote");
        assertThat(see(Ledger.FIRST, NOW, "S", TAG, other)).isEqualTo(see(Ledger.FIRST, NOW, "S", other, TAG));
    }

    @Test
    @DisplayName("T-018 a tag that moves counts no more, neither the old nor the new object, also after moving back")
    void movedTagIsVoidForEver() {
        TagFact moved = new TagFact(TAG.ref(), "another object", TAG.object(), TAG.commit());
        Ledger ledger = see(see(see(Ledger.FIRST, NOW, "S", TAG), NOW, "S", moved), NOW, "S", TAG);
        assertThat(state(ledger, TAG)).isEqualTo(State.MOVED);
        Ledger muchLater = see(ledger, NOW.plus(Ledger.RETENTION.multipliedBy(4)), "S", TAG);
        assertThat(state(muchLater, TAG)).isEqualTo(State.MOVED);
    }

    @Test
    void otherContentSpendsAnApprovalAndItsReturnDoesNotOpenIt() {
        Granted granted = new Granted(content("b"), Extent.FULL);
        Ledger used = see(Ledger.FIRST, NOW, "S", TAG).accept(CHECKOUT, granted, "S");
        assertThat(state(used, TAG)).isEqualTo(State.OPEN);
        Ledger left = used.accept(CHECKOUT, new Granted(content("c"), Extent.FULL), "S2");
        assertThat(state(left, TAG)).isEqualTo(State.SPENT);
        assertThat(state(see(left.accept(CHECKOUT, granted, "S"), NOW, "S", TAG), TAG))
                .isEqualTo(State.SPENT);
    }

    @Test
    @DisplayName("T-019 a deleted tag stays remembered, so deleting and pushing it again does not open it")
    void deletionForgetsNothing() {
        Ledger spent = see(Ledger.FIRST, NOW, "S", TAG).spendAllBut("S2");
        assertThat(state(see(see(spent, NOW, "S"), NOW, "S", TAG), TAG)).isEqualTo(State.SPENT);
    }

    @Test
    void aSpentTagIsForgottenOnlyOnceItsDateRefusesIt() {
        Ledger spent = see(Ledger.FIRST, NOW, "S", TAG).spendAllBut("S2");
        Instant atTheEdge = NOW.plus(Ledger.RETENTION);
        assertThat(see(spent, atTheEdge, "S").tags()).containsKey(TAG.ref());
        Instant beyond = atTheEdge.plusSeconds(1);
        Ledger forgot = see(spent, beyond, "S");
        assertThat(forgot.tags()).isEmpty();
        assertThat(see(forgot, beyond, "S", TAG).tags()).isEmpty();
        assertThat(forgot.refusalOf(approval(TAG.ref(), NOW.minusSeconds(60)), beyond))
                .map(Reason::code)
                .contains(ReasonCode.TOO_OLD);
    }

    @Test
    void aTagWithADateInTheFutureIsKeptUntilThatDateIsOldToo() {
        Approval future = approval("refs/tags/fl/promote/prod/payments/f", NOW.plus(Duration.ofDays(365)));
        Ledger spent = Ledger.FIRST.see(List.of(), List.of(future), NOW).spendAllBut("other");
        Ledger later = spent.see(List.of(), List.of(future), NOW.plus(Duration.ofDays(400)));
        assertThat(seen(later, future.ref()).state()).isEqualTo(State.SPENT);
    }

    @Test
    void aFullLedgerRefusesNewTagsAndKeepsTheOldOnes() {
        Ledger ledger = Ledger.FIRST;
        var many = new ArrayList<Approval>();
        for (int i = 0; i <= Ledger.TAGS_MAX; i++) {
            many.add(approval("refs/tags/fl/promote/prod/payments/%05d".formatted(i), NOW));
        }
        ledger = ledger.see(List.of(), many, NOW);
        assertThat(ledger.tags()).hasSize(Ledger.TAGS_MAX);
        assertThat(ledger.refusalOf(many.getLast(), NOW)).map(Reason::code).contains(ReasonCode.LEDGER_FULL);
    }

    @Test
    void namesAreUniqueWithoutCase() {
        Approval upper = approval("refs/tags/fl/promote/prod/payments/RC", NOW);
        Approval lower = approval("refs/tags/fl/promote/prod/payments/rc", NOW);
        Ledger ledger = Ledger.FIRST.see(List.of(), List.of(lower, upper), NOW);
        assertThat(ledger.tags()).containsOnlyKeys(upper.ref());
        assertThat(ledger.refusalOf(lower, NOW)).map(Reason::code).contains(ReasonCode.NAME_TAKEN);
    }

    @Test
    void afterALostLedgerNoEarlierTagCounts() {
        Approval before = approval("refs/tags/fl/promote/prod/payments/before", NOW.minusSeconds(1));
        Approval future = approval("refs/tags/fl/promote/prod/payments/future", NOW.plusSeconds(9_999));
        Ledger ledger = Ledger.reseeded(List.of(before, future), new TreeMap<>(), new TreeSet<>(), NOW)
                .see(List.of(), List.of(before, future), NOW.plusSeconds(60));
        assertThat(ledger.tags()).containsOnlyKeys(future.ref());
        assertThat(seen(ledger, future.ref()).state()).isEqualTo(State.SPENT);
        assertThat(ledger.refusalOf(before, NOW)).map(Reason::code).contains(ReasonCode.PREDATES_LEDGER);
        Approval fresh = approval("refs/tags/fl/promote/prod/payments/fresh", NOW.plusSeconds(30));
        assertThat(seen(ledger.see(List.of(), List.of(fresh), NOW.plusSeconds(60)), fresh.ref())
                        .state())
                .isEqualTo(State.OPEN);
    }

    @Test
    void theLastTenTemplatesThatCompletedHealthyAreKept() {
        Ledger ledger = Ledger.FIRST;
        for (int i = 0; i < 12; i++) {
            ledger = Facts.completed(ledger, CHECKOUT, "t" + i, "S" + i);
        }
        assertThat(ledger.historyOf(CHECKOUT).healthy())
                .hasSize(10)
                .startsWith(content("t11"))
                .endsWith(content("t2"));
    }

    @Test
    void scalingAndSettingsDoNotPushAGoodTemplateOut() {
        Ledger ledger = Facts.completed(Ledger.FIRST, CHECKOUT, "good", "S");
        for (int i = 0; i < 30; i++) {
            var content = new ContentDigest("next", "settings " + i);
            ledger = ledger.accept(CHECKOUT, new Granted(content, Extent.FULL), "S" + i)
                    .completedHealthy(CHECKOUT, content);
        }
        assertThat(ledger.historyOf(CHECKOUT).healthy())
                .containsExactly(new ContentDigest("next", "settings 29"), content("good"));
    }

    @Test
    void onlyWhatWasGrantedInFullCompletes() {
        Ledger capped = Ledger.FIRST.accept(CHECKOUT, new Granted(content("b"), Extent.ofPercent(20)), "S");
        assertThat(capped.completedHealthy(CHECKOUT, content("b"))).isEqualTo(capped);
        assertThat(capped.completedHealthy(CHECKOUT, content("c"))).isEqualTo(capped);
    }

    @Test
    void aFailedTemplateIsHealthyNoMoreUntilItCompletesAgain() {
        Ledger ledger = Facts.completed(Ledger.FIRST, CHECKOUT, "a", "S").failed(CHECKOUT, "a");
        assertThat(ledger.historyOf(CHECKOUT).healthy()).isEmpty();
        assertThat(Facts.completed(ledger, CHECKOUT, "a", "S")
                        .historyOf(CHECKOUT)
                        .healthy())
                .containsExactly(content("a"));
    }

    @Test
    @DisplayName("GO-014 a revocation is never forgotten, and a ledger without room for one says so")
    void revocationsStay() {
        Ledger ledger = Ledger.FIRST;
        for (int i = 0; i < Ledger.REVOKED_MAX; i++) {
            ledger = ledger.revoke("t" + i).orElseThrow();
        }
        assertThat(ledger.revoke("one more")).isEmpty();
        assertThat(ledger.revoke("t0")).contains(ledger);
        assertThat(see(ledger, NOW.plus(Duration.ofDays(3_650)), "S").revoked()).hasSize(Ledger.REVOKED_MAX);
    }

    @Test
    void anObjectBeyondTheBoundIsNotAccepted() {
        var objects = new TreeMap<ObjectKey, ObjectHistory>();
        for (int i = 0; i < Ledger.OBJECTS_MAX; i++) {
            objects.put(new ObjectKey("", "ConfigMap", "payments", "c" + i), ObjectHistory.settled(content("a")));
        }
        Ledger full = Ledger.reseeded(List.of(), objects, new TreeSet<>(), NOW);
        assertThat(full.hasRoomFor(CHECKOUT)).isFalse();
        assertThat(full.seed(CHECKOUT, content("a"))).isEqualTo(full);
        assertThatThrownBy(() -> full.accept(CHECKOUT, new Granted(content("b"), Extent.FULL), "S"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(full.forget(objects.firstKey()).hasRoomFor(CHECKOUT)).isTrue();
    }
}
