/// What both halves of Fairlead call things: keys of objects, and the wire types below this package.
///
/// Promises: values only, no behaviour beyond parsing and printing, no I/O. Entry point: [io.fairlead.api.ObjectKey].
@NullMarked
package io.fairlead.api;

import org.jspecify.annotations.NullMarked;
