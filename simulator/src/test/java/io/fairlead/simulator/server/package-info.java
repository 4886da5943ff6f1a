@NullMarked
package io.fairlead.simulator.server;

import org.jspecify.annotations.NullMarked;
