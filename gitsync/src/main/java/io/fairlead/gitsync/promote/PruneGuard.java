package io.fairlead.gitsync.promote;

import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.Verdict;
import java.util.List;
import java.util.Optional;

/// Holds every prune of a pass that would take away more objects than a person is likely to have meant.
///
/// @param objects that may always go
/// @param percent of the scope's objects that may go where that is more
public record PruneGuard(int objects, int percent) {
    /// ARCHITECTURE's one table of thresholds: `max(5, 10 %)`.
    public static final PruneGuard DEFAULT = new PruneGuard(5, 10);

    private static final int PERCENT = 100;

    public PruneGuard {
        if (objects < 0 || percent < 0 || percent > PERCENT) {
            throw new IllegalArgumentException("no limit: " + objects + " objects, " + percent + " %");
        }
    }

    List<Decision> guard(List<Decision> decisions, Inventory inventory) {
        long unapproved = decisions.stream().filter(PruneGuard::isUnapproved).count();
        long limit = Math.max(objects, (long) inventory.entries().size() * percent / PERCENT);
        if (unapproved <= limit) {
            return decisions;
        }
        Reason reason = new Reason(
                ReasonCode.PRUNE_LIMIT_EXCEEDED,
                "the commit takes " + unapproved + " of " + inventory.entries().size()
                        + " objects away, and without an approval only " + limit
                        + " may go: put them back, or let the policy ask an approval for 'delete' and push a promote tag");
        return decisions.stream()
                .map(d -> isUnapproved(d) ? new Decision(d.change(), Verdict.hold(reason), Optional.empty()) : d)
                .toList();
    }

    private static boolean isUnapproved(Decision decision) {
        return decision.change() instanceof Change.Prune
                && decision.verdict() instanceof Verdict.Allow allow
                && !allow.says(ReasonCode.APPROVED);
    }
}
