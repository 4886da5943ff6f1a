@NullMarked
package io.fairlead.simulator.table;

import org.jspecify.annotations.NullMarked;
