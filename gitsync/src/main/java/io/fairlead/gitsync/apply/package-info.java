/// Brings decided objects to the API server: in which order, and by server-side apply.
///
/// Promises: what others need comes first (definitions, namespaces, cluster-scoped kinds, what is injected into
/// pods),
/// then
/// waves, then names; prunes run in the opposite order and carry the uid. Entry point:
/// [io.fairlead.gitsync.apply.ApplyOrder].
@NullMarked
package io.fairlead.gitsync.apply;

import org.jspecify.annotations.NullMarked;
