package io.fairlead.gitsync.notes;

import io.fairlead.gitsync.git.CommitId;

/// What came of writing notes.
public sealed interface NotesOutcome {
    /// The remote ref is now this commit.
    record Pushed(CommitId commit) implements NotesOutcome {}

    /// The notes say all of it already, or something newer.
    record NothingToDo() implements NotesOutcome {}

    /// The host does not want it: worth a try in an hour, and a word to a person (GO-036).
    record Denied(String reason) implements NotesOutcome {}

    /// It did not work out now: worth another try soon.
    record Deferred(String reason) implements NotesOutcome {}
}
