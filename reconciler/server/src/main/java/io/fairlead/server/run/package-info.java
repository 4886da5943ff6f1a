/// The loop: watches bring keys, workers turn keys into passes, a pass is observe, plan, execute, status.
///
/// **Pace.** A pass returns as soon as its revisions and status are written; the pods' writes go on beside it
/// ([io.fairlead.server.execute]). So a workload can be planned as often as its pods change, and is: events of one
/// workload are gathered for [io.fairlead.server.run.Pace#PASS_SHARE_INVERSE] times as long as its last pass took,
/// which bounds the cost of planning at a twentieth of a core a workload, and bounds the wait of a pod whose
/// container is ready to tens of milliseconds.
///
/// **Promises.** Level-triggered: a key carries nothing but a name, and every key comes again every ten minutes, more
/// or less. No plan before all stores have synced. No disruption on a view that is older than ten seconds. One pass a
/// key at a time; after a lost lease no write begins. The status is written in one place, only if it changed, and not
/// more than once a second for counts alone.
///
/// **Bounds.** Workers, queue and Events are bounded by named constants. Cost: O(pods of the workload) a pass, O(log
/// n) an event. Entry point: [io.fairlead.server.run.ReconcileLoop].
@NullMarked
package io.fairlead.server.run;

import org.jspecify.annotations.NullMarked;
