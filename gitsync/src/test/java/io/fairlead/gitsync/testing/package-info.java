/// An API server in memory, as far as gitsync's tests need one.
///
/// Promises: answers at once and in order. It checks nothing that the real server would: shapes, defaults and field
/// ownership are tested on the real one. Entry point: [io.fairlead.gitsync.testing.MemoryApi].
@NullMarked
package io.fairlead.gitsync.testing;

import org.jspecify.annotations.NullMarked;
