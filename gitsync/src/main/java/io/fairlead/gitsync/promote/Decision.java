package io.fairlead.gitsync.promote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.policies.Verdict;
import java.util.Optional;

/// What becomes of one change.
///
/// @param effective what is to be live; empty for a prune, and where the change is held
public record Decision(Change change, Verdict verdict, Optional<ObjectNode> effective) {
    public boolean isHeld() {
        return switch (verdict) {
            case Verdict.Allow _, Verdict.Cap _ -> false;
            case Verdict.Hold _, Verdict.Deny _ -> true;
        };
    }

    /// Not everything that Git wants may happen yet.
    public boolean isWaiting() {
        return !(verdict instanceof Verdict.Allow);
    }
}
