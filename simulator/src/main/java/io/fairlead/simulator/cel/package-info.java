/// CEL as kube-apiserver runs it: with Kubernetes' functions, its error texts, its cost budgets. dev.cel parses and
/// checks; expressions are then compiled to closures that work on the values as they are, without copying them.
///
/// Entry point: [io.fairlead.simulator.cel.CelEnvironment].
///
/// Values: Boolean, Long, [io.fairlead.simulator.cel.Unsigned], Double, String,
/// [io.fairlead.simulator.cel.Bytes], Instant, Duration, [io.fairlead.simulator.cel.Null], List, Map, Optional,
/// [io.fairlead.simulator.cel.TypeValue] and the values of Kubernetes' own types.
@NullMarked
package io.fairlead.simulator.cel;

import org.jspecify.annotations.NullMarked;
