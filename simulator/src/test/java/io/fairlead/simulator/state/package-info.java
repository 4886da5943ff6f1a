/// What survives of an embedded cluster when its process does not.
@NullMarked
package io.fairlead.simulator.state;

import org.jspecify.annotations.NullMarked;
