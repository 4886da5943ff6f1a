/// JSON, merge and strategic merge patches, with the API server's errors. Pure.
@NullMarked
package io.fairlead.simulator.patch;

import org.jspecify.annotations.NullMarked;
