/// Delivery status as Git notes: one ref for each cluster, one writer, lines that survive any merge.
///
/// Promises:
/// - A note is a projection. Nothing here is ever an input to a decision, and no failure here delays one.
/// - For each cluster, scope and workload the line with the highest counter stays; other people's text
///   stays too.
/// - A push happens only if the remote ref is still what the note was built on; nothing is ever forced.
/// - No secret, and nothing longer than its bound, reaches a note.
///
/// Bounds: [io.fairlead.gitsync.notes.NoteLimits].
///
/// Entry points: [io.fairlead.gitsync.notes.NotesWriter] and, for readers, [io.fairlead.gitsync.notes.Note#parse].
@NullMarked
package io.fairlead.gitsync.notes;

import org.jspecify.annotations.NullMarked;
