package io.fairlead.gitsync.notes;

import io.fairlead.gitsync.git.CommitId;

/// One line to be written to the note of one commit.
public record NoteEdit(CommitId commit, StatusLine line) {}
