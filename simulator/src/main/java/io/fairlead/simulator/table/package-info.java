/// The Table representation that kubectl prints.
@NullMarked
package io.fairlead.simulator.table;

import org.jspecify.annotations.NullMarked;
