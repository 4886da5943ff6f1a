/// What must never happen in the simulated cluster, and what must happen in the end: judged from what the API
/// server accepts, by arithmetic of its own. Nothing here calls the engine; otherwise both could be wrong
/// together.
///
/// Entry point: [io.fairlead.simulator.invariant.InvariantChecker]. Work per commit is O(1), and O(pods of the
/// workload) for a write of the engine that makes a pod unavailable or new.
@NullMarked
package io.fairlead.simulator.invariant;

import org.jspecify.annotations.NullMarked;
