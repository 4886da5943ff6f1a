/// Which keys are to be looked at, when, and in which order.
///
/// Promises: a key is with one worker at a time; what is added while it runs is not lost; adding is
/// idempotent (highest priority and earliest time win); first come, first served within a priority;
/// failures of a key wait ever longer, up to a bound. Cost: O(log n). Bound: the capacity given; a full
/// queue says so. Entry point: [io.fairlead.kube.queue.WorkQueue].
@NullMarked
package io.fairlead.kube.queue;

import org.jspecify.annotations.NullMarked;
