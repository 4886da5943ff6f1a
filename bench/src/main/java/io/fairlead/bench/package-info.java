/// Measurements. Each prints what it measured and on what, and asserts that the work was really done; none is a test.
///
/// Promises: one process measures one thing; results that matter are kept with their command in `bench/results`.
/// Entry point: [Bench], started by `bench/run`.
@NullMarked
package io.fairlead.bench;

import org.jspecify.annotations.NullMarked;
