@NullMarked
package io.fairlead.simulator.discovery;

import org.jspecify.annotations.NullMarked;
