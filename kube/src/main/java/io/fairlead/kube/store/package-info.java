/// What a watch has brought, kept as small views and found by name or by index.
///
/// Promises: own writes are visible at once and until the watch has passed them; an object that is gone
/// is never shown again, whatever arrives late; a read sees one state. Listeners are called outside the
/// lock and learn that a name changed, once for each visible change. Cost: O(log n) for an event, O(k
/// log k) for k results of a read. Bounds: [io.fairlead.kube.store.ObjectStore#OVERLAYS_MAX],
/// [io.fairlead.kube.store.ObjectStore#TOMBSTONES_MAX]. Entry point:
/// [io.fairlead.kube.store.ObjectStore].
@NullMarked
package io.fairlead.kube.store;

import org.jspecify.annotations.NullMarked;
