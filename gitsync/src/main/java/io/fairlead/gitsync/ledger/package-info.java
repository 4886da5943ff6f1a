/// What has to survive a crash, kept in the cluster: one `Delivery` object for each source and scope.
///
/// Promises: one object, one atomic write, compare-and-swap on its resourceVersion; a Delivery that is missing
/// while
/// live
/// objects carry our labels, or that cannot be read, is a lost ledger and never a first install. Entry point:
/// [io.fairlead.gitsync.ledger.DeliveryStore].
@NullMarked
package io.fairlead.gitsync.ledger;

import org.jspecify.annotations.NullMarked;
