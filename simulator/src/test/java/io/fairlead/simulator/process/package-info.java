@NullMarked
package io.fairlead.simulator.process;

import org.jspecify.annotations.NullMarked;
