/// Reads typed values off JSON trees and collects what is wrong with them, field by field.
///
/// Promises: an absent field and a null one are the same, as in Kubernetes; a field of the wrong type is a defect with
/// its path, never a guess; after a defect the reader answers with the default, so that one pass finds all defects.
/// Entry point: [io.fairlead.api.wire.ObjectReader].
@NullMarked
package io.fairlead.api.wire;

import org.jspecify.annotations.NullMarked;
