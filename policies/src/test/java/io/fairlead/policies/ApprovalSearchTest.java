package io.fairlead.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.policies.ApprovalSearch.Left;
import io.fairlead.policies.ApprovalSearch.Violation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4 T-018 T-019 T-020 nothing new becomes effective without an open approval, in every order of events")
class ApprovalSearchTest {
    /// A search that ends much sooner than this has lost most of its events.
    private static final int WORLDS_MIN = 10_000;

    @Test
    void withDeletionReplayAndCrash() {
        assertThat(new ApprovalSearch(true).search(new Left(2, 1, 1, 0, 1, 0))).isGreaterThan(WORLDS_MIN);
    }

    /// Content that returns twice: the shortest way to open a used approval again.
    @Test
    void withThreeCommits() {
        assertThat(new ApprovalSearch(true).search(new Left(3, 0, 0, 0, 0, 0))).isGreaterThan(WORLDS_MIN);
    }

    @Test
    void withHoldAndCrash() {
        assertThat(new ApprovalSearch(true).search(new Left(2, 0, 0, 2, 1, 0))).isGreaterThan(WORLDS_MIN);
    }

    @Test
    void withALostLedger() {
        assertThat(new ApprovalSearch(true).search(new Left(2, 0, 0, 0, 0, 1))).isGreaterThan(WORLDS_MIN);
    }

    @Test
    void theSearchFindsTheHarmOfStoringTheLedgerAfterTheApply() {
        assertThatThrownBy(() -> new ApprovalSearch(false).search(new Left(3, 0, 0, 0, 1, 0)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("without an approval")
                .hasMessageContaining("crash");
    }
}
