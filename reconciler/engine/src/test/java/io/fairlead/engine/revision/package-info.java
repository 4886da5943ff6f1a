/// Tests of the revision data and names.
@NullMarked
package io.fairlead.engine.revision;

import org.jspecify.annotations.NullMarked;
