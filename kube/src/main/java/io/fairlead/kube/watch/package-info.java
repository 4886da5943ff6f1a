/// Keeps a store equal to the API server: list, then watch, for ever.
///
/// Promises: never gives up and never stops silently; a watch that lost touch (410, `ERROR`, closed at
/// once again and again, silent) ends in a new list, whose difference to the store tells of what was
/// deleted meanwhile. Bounds: one list or watch at a time; the waits between are
/// [io.fairlead.kube.watch.ReflectorState#BACKOFF_MAX] at most. Entry point:
/// [io.fairlead.kube.watch.Reflector].
@NullMarked
package io.fairlead.kube.watch;

import org.jspecify.annotations.NullMarked;
