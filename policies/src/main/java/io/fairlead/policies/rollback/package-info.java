/// Recognises a rollback by content, object by object.
///
/// A rollback is a *fact* that gates consult, no gate of its own: a gate can only hold back, so none could open what
/// another one closed. Entry point: [io.fairlead.policies.rollback.Rollback#recognise]. Pure; O(1).
@NullMarked
package io.fairlead.policies.rollback;

import org.jspecify.annotations.NullMarked;
