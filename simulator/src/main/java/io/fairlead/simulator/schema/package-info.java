/// Types as the API server's own OpenAPI v3 tells them: which lists are maps, by which keys they merge, what is atomic.
@NullMarked
package io.fairlead.simulator.schema;

import org.jspecify.annotations.NullMarked;
