package io.fairlead.policies;

import java.time.Instant;

/// A promote tag that is good in itself. Whether it counts now, the ledger and the content decide.
public record Approval(String ref, String objectId, Instant taggedAt, String scopeDigest, Grant grant) {

    /// How far, and for what.
    ///
    /// @param target `Kind/name` of the one object it is for; empty for every object of the scope
    public record Grant(Extent extent, String target) {}
}
