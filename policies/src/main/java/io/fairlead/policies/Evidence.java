package io.fairlead.policies;

import java.time.Instant;

/// What was seen and what was remembered at one moment.
///
/// @param tags the scope's tags in one consistent fetch
/// @param memory after [Ledger#see] with these tags
public record Evidence(ScopeTags tags, Memory memory, Instant now) {
    /// The ledger, if there is one.
    public sealed interface Memory {}

    public record Remembered(Ledger ledger) implements Memory {}

    /// No ledger although live objects carry the inventory's label, or one that cannot be read.
    public record Lost(String why) implements Memory {}
}
