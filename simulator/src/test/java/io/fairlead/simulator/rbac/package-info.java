/// Access control, asked of the model and of a real API server.
@NullMarked
package io.fairlead.simulator.rbac;

import org.jspecify.annotations.NullMarked;
