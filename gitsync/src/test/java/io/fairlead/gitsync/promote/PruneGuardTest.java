package io.fairlead.gitsync.promote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PruneGuardTest {
    private static Inventory.Entry entry(int number) {
        ObjectKey key = new ObjectKey("", "ConfigMap", "shop", "c" + number);
        return new Inventory.Entry(key, "v1", "u", "d", new CommitId("0".repeat(40)), "a.yaml", 0, 100);
    }

    private static Inventory inventory(int size) {
        Inventory inventory = Inventory.EMPTY;
        for (int i = 0; i < size; i++) {
            inventory = inventory.with(entry(i));
        }
        return inventory;
    }

    private static List<Decision> prunes(int count, Verdict verdict) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            decisions.add(new Decision(
                    new Change.Prune(entry(i), JsonNodeFactory.instance.objectNode()), verdict, Optional.empty()));
        }
        return decisions;
    }

    @Test
    @DisplayName("GO-044 more than max(5, 10 %) at once is held, all of it, and says how to release it")
    void tooManyAreHeldTogether() {
        assertThat(PruneGuard.DEFAULT.guard(prunes(5, Verdict.allow()), inventory(6)))
                .noneMatch(Decision::isHeld);
        assertThat(PruneGuard.DEFAULT.guard(prunes(6, Verdict.allow()), inventory(6)))
                .allMatch(d -> d.isHeld() && d.verdict().says(ReasonCode.PRUNE_LIMIT_EXCEEDED));
        assertThat(PruneGuard.DEFAULT.guard(prunes(20, Verdict.allow()), inventory(200)))
                .noneMatch(Decision::isHeld);
        assertThat(PruneGuard.DEFAULT.guard(prunes(21, Verdict.allow()), inventory(200)))
                .allMatch(Decision::isHeld);
    }

    @Test
    void whatATagApprovesIsNotCounted() {
        Verdict approved = new Verdict.Allow(List.of(new Reason(ReasonCode.APPROVED, "tag 1 approves all of it")));
        assertThat(PruneGuard.DEFAULT.guard(prunes(50, approved), inventory(50)))
                .noneMatch(Decision::isHeld);
    }
}
