package io.fairlead.gitsync.git;

/// What came of one poll. Everything but [Fetched] and [Unchanged] freezes promotion and prune for the source; the
/// snapshot before stays the one to work with.
public sealed interface PollOutcome {
    /// Head or tags differ from the snapshot before.
    record Fetched(Snapshot snapshot) implements PollOutcome {}

    /// Head and tags are the ones of the snapshot before.
    record Unchanged(Snapshot snapshot) implements PollOutcome {}

    /// The host did not answer, or not in time: worth another try.
    record Unreachable(String detail) implements PollOutcome {}

    /// The host answered, and trying again helps nobody until somebody changes something.
    record Refused(Refusal refusal, String detail) implements PollOutcome {}

    /// The branch now ends at an ancestor of the last accepted head: an older state is served (GO-046, T-020).
    record WentBackwards(Snapshot lastGood, CommitId newHead) implements PollOutcome {}

    /// The branch was rewritten: the last accepted head is no ancestor of the new one (T-025). [Mirror#accept] is
    /// the way to go on with the new head.
    record HistoryRewritten(Snapshot lastGood, CommitId newHead) implements PollOutcome {}
}
