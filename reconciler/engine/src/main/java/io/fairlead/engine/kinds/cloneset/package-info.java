/// CloneSets: interchangeable pods, updated in place where that is possible.
///
/// Promises: behaves as OpenKruise's CloneSet for creation, scaling, in-place and recreate updates, partition,
/// maxUnavailable, maxSurge, pause, OnDelete, specified deletion, release, revisions and status; holds an object that
/// uses anything else, with the condition `Stalled`. Cost: O(p log p) for p pods. Entry point:
/// [io.fairlead.engine.kinds.cloneset.CloneSetModule].
@NullMarked
package io.fairlead.engine.kinds.cloneset;

import org.jspecify.annotations.NullMarked;
