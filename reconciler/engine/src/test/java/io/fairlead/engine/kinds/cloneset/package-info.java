/// What a CloneSet does, one behaviour a file.
@NullMarked
package io.fairlead.engine.kinds.cloneset;

import org.jspecify.annotations.NullMarked;
