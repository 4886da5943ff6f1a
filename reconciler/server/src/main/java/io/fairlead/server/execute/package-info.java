/// Carries out plans: the only place of the service that writes pods and revisions.
///
/// **Flow.** A pass calls [io.fairlead.server.execute.StepExecutor#begin], takes its view, plans, and calls
/// [io.fairlead.server.execute.StepExecutor#carryOut]. Revisions are written before that returns; the pods' steps go
/// on by themselves, so that no plan waits for the slowest pod of the plan before it. A workload may be planned again
/// at any moment: steps that did not start are thrown away and decided anew, steps under way (at most
/// [io.fairlead.server.execute.Lanes#IN_FLIGHT_MAX] a workload) count against the new plan
/// ([io.fairlead.server.execute.Intake]). This keeps up to 32 writes in flight all the time, without a barrier
/// between plans, and pods whose containers are ready come back into service with the very next plan.
///
/// **Promises.** Every answer is in the store before anybody hears of it. No write without a fence: uid, and
/// resourceVersion on the first disruptive write of a pod. No disruptive write without a claim in the ledger
/// ([io.fairlead.server.execute.Ledger]), so two leaders together keep within the budget (S1). A plan that breaks
/// ownership or budget is an [io.fairlead.server.execute.Invariant], of which nothing is written. A failed creation
/// stops the creations behind it (slow start); a failed step on one pod holds back that pod alone, with growing
/// waits; an answer that never came makes the next pass read the pods live. Nothing is remembered that safety needs:
/// a new process reads it from the cluster.
///
/// **Bounds.** 32 steps a workload and 128 in all under way; 50 pods a claim, 200 open claims; waits of 100 ms to 60
/// s. Cost: O(steps of the plan) a pass and an answer.
@NullMarked
package io.fairlead.server.execute;

import org.jspecify.annotations.NullMarked;
