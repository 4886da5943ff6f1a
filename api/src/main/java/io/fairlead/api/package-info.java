/// What both halves of Fairlead call things: keys of objects, and the wire types below this package.
///
/// Promises: values only, no behaviour beyond parsing and printing, no I/O. Every wire type is parsed at the edge into
/// a record or into a list of [io.fairlead.api.Defect]s that name the field; nothing is ignored or guessed. Entry
/// points: [io.fairlead.api.ObjectKey], [io.fairlead.api.Parsed], and the codecs in `apps` and `gitops`.
@NullMarked
package io.fairlead.api;

import org.jspecify.annotations.NullMarked;
