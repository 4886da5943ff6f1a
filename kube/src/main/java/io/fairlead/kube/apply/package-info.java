/// The budget that requests to one API server share.
///
/// Promises: a server that asks for patience gets it, while leases go on being renewed. Bounds: the rates of
/// [io.fairlead.kube.apply.ApiBudget.Limits], [io.fairlead.kube.apply.ApiBudget#PAUSE_MAX]. Entry point:
/// [io.fairlead.kube.apply.ApiBudget].
@NullMarked
package io.fairlead.kube.apply;

import org.jspecify.annotations.NullMarked;
