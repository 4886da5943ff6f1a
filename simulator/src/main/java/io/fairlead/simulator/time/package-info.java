/// Time in the embedded cluster: one line on which everything that is to happen stands.
@NullMarked
package io.fairlead.simulator.time;

import org.jspecify.annotations.NullMarked;
