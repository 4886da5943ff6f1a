/// The API server: requests in, answers and watch events out.
@NullMarked
package io.fairlead.simulator.server;

import org.jspecify.annotations.NullMarked;
