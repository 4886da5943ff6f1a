/// Server-side apply, and the budget that all requests to the API server share.
///
/// Promises: one field manager; a server that asks for patience gets it, while leases go on being
/// renewed. Bounds: the rates of [io.fairlead.kube.apply.ApiBudget.Limits],
/// [io.fairlead.kube.apply.ApiBudget#PAUSE_MAX]. Entry points: [io.fairlead.kube.apply.Applier],
/// [io.fairlead.kube.apply.ApiBudget].
@NullMarked
package io.fairlead.kube.apply;

import org.jspecify.annotations.NullMarked;
