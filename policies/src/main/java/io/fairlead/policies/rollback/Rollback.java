package io.fairlead.policies.rollback;

import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.ChangeFacts;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectDifference.Created;
import io.fairlead.policies.ObjectDifference.Deleted;
import io.fairlead.policies.ObjectDifference.Updated;
import java.util.List;
import java.util.Optional;

/// What a change is, seen from the contents that completed healthy here.
///
/// An object returns when template *and* settings are those of one of its last completed contents, whatever other
/// objects do. So reverting B alone is a rollback also with C merged after it, and a revert that carries one more
/// change
/// is none. Replicas, partition and paused do not count, they are not content.
public enum Rollback {
    /// Ordinary change: every approval is needed.
    NONE,
    /// Back to a content that completed healthy.
    RETURNS,
    /// The template is a healthy one, but the settings are not those it completed with: an ordinary change.
    LOOKS_LIKE_ONE,
    /// Back to a revoked template: an ordinary change.
    REVOKED;

    /// What a rollback need not ask for. Mass scale-in, creation and deletion are not among them.
    private static final List<ChangeClass> WAIVED =
            List.of(ChangeClass.TEMPLATE, ChangeClass.CONFIG, ChangeClass.STRATEGY);

    public static Rollback recognise(ChangeFacts change, Ledger ledger) {
        return switch (change.difference()) {
            case Created ignored -> NONE;
            case Deleted ignored -> NONE;
            case Updated updated -> recognise(change, updated, ledger);
        };
    }

    private static Rollback recognise(ChangeFacts change, Updated updated, Ledger ledger) {
        ContentDigest desired = updated.desired();
        if (updated.effective().equals(desired)) {
            return NONE;
        }
        Optional<ContentDigest> healthy = ledger.historyOf(change.key()).healthyWith(desired.template());
        if (healthy.isEmpty()) {
            return NONE;
        }
        if (ledger.revoked().contains(desired.template())) {
            return REVOKED;
        }
        if (healthy.get().equals(desired)) {
            return RETURNS;
        }
        return updated.effective().template().equals(desired.template()) ? NONE : LOOKS_LIKE_ONE;
    }

    /// The classes that still need an approval.
    public List<ChangeClass> stillNeeded(List<ChangeClass> needed) {
        return this == RETURNS
                ? needed.stream().filter(c -> !WAIVED.contains(c)).toList()
                : needed;
    }
}
