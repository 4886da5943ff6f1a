/// Tests of the in-place patches.
@NullMarked
package io.fairlead.engine.inplace;

import org.jspecify.annotations.NullMarked;
