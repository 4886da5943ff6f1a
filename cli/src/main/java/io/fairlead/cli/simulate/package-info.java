/// `fairlead simulate`: the whole line (Git, gitsync, API server, reconciler, kubelets) in one process, on a
/// virtual clock, in an order and with faults that a seed decides, judged by invariants after every write.
///
/// One run has three parts: turmoil, in which people release, scale and revert while faults strike; calm, in which
/// everything has to become as it was asked for; and quiet, in which nobody may write. Entry points:
/// [io.fairlead.cli.simulate.SimulateCommand], [io.fairlead.cli.simulate.Simulation].
@NullMarked
package io.fairlead.cli.simulate;

import org.jspecify.annotations.NullMarked;
