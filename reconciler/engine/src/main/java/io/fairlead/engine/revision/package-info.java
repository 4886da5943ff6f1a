/// Revisions of a pod template: their data, their names, which of them is wanted and which may go.
///
/// Promises: a template that means the same as an existing revision's reuses that revision, whoever wrote it, so
/// taking over a workload touches no pod; data and names are those of OpenKruise (kruise:
/// pkg/controller/cloneset/revision, pkg/util/history). Cost: O(revisions × template size) a plan. Bounds:
/// `revisionHistoryLimit` revisions beside those in use. Entry point:
/// [io.fairlead.engine.revision.RevisionBook#open].
@NullMarked
package io.fairlead.engine.revision;

import org.jspecify.annotations.NullMarked;
