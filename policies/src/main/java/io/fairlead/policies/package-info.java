/// What may happen to one object of a scope, judged from facts: gates, their verdicts, and the memory they rest on.
///
/// A gate sees a [io.fairlead.policies.GateInput] and answers with a [io.fairlead.policies.Verdict]; a
/// [io.fairlead.policies.GateChain] is the meet of its gates, so a gate can only hold back. What must survive a
/// restart
/// is the [io.fairlead.policies.Ledger]; its transitions are functions that return a new ledger.
///
/// Promises: values in, values out. No clock, thread, random, log or I/O; the moment comes with the input. Nothing is
/// thrown for facts that merely disappoint (a bad tag, a full ledger); those are reasons in a verdict.
///
/// Bounds: [io.fairlead.policies.Ledger] names the sizes of the memory, [io.fairlead.policies.Reason] those of a
/// verdict.
/// A judgement costs O(tags of the scope).
///
/// Order of work for one scope, each step of which is a function here:
/// 1. `CommitTags.read` tells approvals, brakes and refusals apart,
/// 2. [io.fairlead.policies.Ledger#see] remembers new approvals,
/// 3. [io.fairlead.policies.GateChain#judge] for each object that differs or whose granted extent is not full,
/// 4. [io.fairlead.policies.Ledger#accept] is stored *before* the object is applied,
/// 5. [io.fairlead.policies.Ledger#completedHealthy] once it has settled.
@NullMarked
package io.fairlead.policies;

import org.jspecify.annotations.NullMarked;
