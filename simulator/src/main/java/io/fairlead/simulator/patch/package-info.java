/// JSON, merge and strategic merge patches, with the API server's errors.
///
/// Entry point: [io.fairlead.simulator.patch.Patches]. Pure; arguments are never changed, and what a patch leaves
/// alone
/// is the same node in the result, so that a comparison of both is cheap. Costs O(patch) for objects, O(list) for each
/// list that is patched.
@NullMarked
package io.fairlead.simulator.patch;

import org.jspecify.annotations.NullMarked;
