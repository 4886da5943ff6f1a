/// What goes wrong in the simulated cluster: a plan, made from a seed before the run, of which fault strikes when,
/// for how long and whom; and the one that carries it out. Each time a fault takes effect it is counted.
///
/// Entry points: [io.fairlead.simulator.fault.FaultPlan], [io.fairlead.simulator.fault.Injector].
@NullMarked
package io.fairlead.simulator.fault;

import org.jspecify.annotations.NullMarked;
