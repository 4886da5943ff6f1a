/// Turns what the API server sends into what the engine reads: pods into [io.fairlead.engine.PodView],
/// ControllerRevisions into [io.fairlead.engine.Revision], CloneSets into a parse result.
///
/// Promises: total (any object that the server can hold gives a value, never an exception), no I/O, and nothing of a
/// pod is kept that the engine does not read, so that a store of a million pods fits into memory. Pods and revisions
/// that no CloneSet controls give nothing. An object that does not parse is kept as
/// [io.fairlead.server.ingest.Workload.Invalid]: it is reported and never acted on.
///
/// Bounds: the server limits one object to 1.5 MiB; repeated strings are shared through
/// [io.fairlead.server.ingest.StringPool], at most [io.fairlead.server.ingest.StringPool#ENTRIES_MAX] of them. Cost:
/// O(size of the object) an event. Entry points: [io.fairlead.server.ingest.PodProjector],
/// [io.fairlead.server.ingest.RevisionProjector], [io.fairlead.server.ingest.CloneSetProjector].
@NullMarked
package io.fairlead.server.ingest;

import org.jspecify.annotations.NullMarked;
