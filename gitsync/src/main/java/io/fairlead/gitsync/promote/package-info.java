/// From what Git wants to what may be applied now: one pass over one scope.
///
/// Promises: pure; a held object keeps its last effective version; an effective manifest is the desired one with at
/// most its
/// partition and pause changed. Entry point: [io.fairlead.gitsync.promote.ScopePass].
@NullMarked
package io.fairlead.gitsync.promote;

import org.jspecify.annotations.NullMarked;
