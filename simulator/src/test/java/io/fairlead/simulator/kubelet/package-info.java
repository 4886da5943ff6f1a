/// The actors of a cluster, tested on a clock that the test moves.
@NullMarked
package io.fairlead.simulator.kubelet;

import org.jspecify.annotations.NullMarked;
