/// What the embedded cluster stores, on disk: it goes on where it was, also after `kill -9`.
///
/// Promises: a write that was answered is in the journal, which survives the end of the process; what a power cut may
/// cost is [StateFolder#SYNC_INTERVAL]. A record that was cut off at the end of the journal counts as never
/// written; any other damage is an error that names the file and the place. One process at a time has a folder.
/// Files are readable by their owner only: they hold Secrets. Bounds: a record [RecordFile#BYTES_MAX], a journal
/// [StateFolder#JOURNAL_BYTES_MIN] or [StateFolder#JOURNAL_FACTOR] times the snapshot before it, whichever is
/// more. Entry point: [StateFolder].
@NullMarked
package io.fairlead.simulator.state;

import org.jspecify.annotations.NullMarked;
