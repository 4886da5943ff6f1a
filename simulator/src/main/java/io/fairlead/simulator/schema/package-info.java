/// Types as the API server's own OpenAPI v3 tells them: which lists are maps, by which keys they merge, what is
/// atomic; and the recorded documents themselves.
///
/// Entry points: [io.fairlead.simulator.schema.Schemas], [io.fairlead.simulator.schema.RecordedDocuments].
/// Thread-safe. Reading a group-version for the first time costs some 100 ms, asking again nothing.
@NullMarked
package io.fairlead.simulator.schema;

import org.jspecify.annotations.NullMarked;
