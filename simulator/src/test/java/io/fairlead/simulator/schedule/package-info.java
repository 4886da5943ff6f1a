@NullMarked
package io.fairlead.simulator.schedule;

import org.jspecify.annotations.NullMarked;
