/// The rollout engine: how many pods to create, delete and update, and which.
///
/// Promises: all numbers first ([io.fairlead.engine.rollout.Numbers]), pods second, nothing written; scale before
/// update, never both; a disruptive choice keeps `available - chosen >= replicas - maxUnavailable` on the observed
/// view; the order of the pods in the input makes no difference. Formulas: kruise: pkg/controller/cloneset/sync.
/// Cost: O(p log p) for p pods, no JSON work. Entry point: [io.fairlead.engine.rollout.RolloutEngine#decide].
@NullMarked
package io.fairlead.engine.rollout;

import org.jspecify.annotations.NullMarked;
