package io.fairlead.engine.rollout;

import io.fairlead.engine.inplace.InPlaceDiff.Eligible;

/// How one pod gets to the revision that is wanted for it.
public sealed interface UpdateMethod {
    /// The pod is changed as it runs.
    record InPlace(Eligible diff) implements UpdateMethod {}

    /// The pod is deleted; a new one is created in its place.
    ///
    /// @param reason why not in place
    record Recreate(String reason) implements UpdateMethod {}

    /// Neither is allowed.
    record Impossible(String reason) implements UpdateMethod {}
}
