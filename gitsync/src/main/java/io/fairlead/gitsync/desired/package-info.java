/// What Git wants, set beside what was last let through: content, pairing, changes.
///
/// Promises: pure functions on manifests; nothing is left out of a comparison by accident (what no rule names
/// counts as
/// configuration). Entry point: [io.fairlead.gitsync.desired.Pairing].
@NullMarked
package io.fairlead.gitsync.desired;

import org.jspecify.annotations.NullMarked;
