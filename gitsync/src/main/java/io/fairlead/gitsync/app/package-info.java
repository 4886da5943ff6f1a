/// The gitsync service: options, start and stop, health for probes; follows the sources it is given, pass by pass.
///
/// Promises: one process at a time works on a source (a lease); a pass is a straight line from a poll to a note;
/// nothing is applied before what allowed it is stored; a pass that fails half-way is simply done again; who pulls the
/// brake in the cluster stops it between two writes. Bounds: one worker thread a process, passes at the source's
/// interval, and every [io.fairlead.gitsync.app.SourcePass#PROGRESS_LOOK] while something is on its way. Entry point:
/// [io.fairlead.gitsync.app.GitSyncApplication].
@NullMarked
package io.fairlead.gitsync.app;

import org.jspecify.annotations.NullMarked;
