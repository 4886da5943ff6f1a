/// One process at a time, by a Lease that is written with compare-and-swap.
///
/// Promises: a process stops believing that it leads before another one can begin to, whatever the wall
/// clocks say: only durations on each process's own monotonic clock are compared. A lease cannot stop a
/// write that is already on its way; whoever writes sums needs a fence of its own. Entry point:
/// [io.fairlead.kube.lease.LeaseElector].
@NullMarked
package io.fairlead.kube.lease;

import org.jspecify.annotations.NullMarked;
