/// Is a live object what it was meant to become? One function from an object to a state and a sentence.
///
/// Promises: pure; a controller that has not yet seen the newest generation is never called healthy; a kind
/// without a
/// rule
/// is healthy as soon as it exists, unless it publishes a `Ready` condition. Entry point:
/// [io.fairlead.gitsync.health.Health].
@NullMarked
package io.fairlead.gitsync.health;

import org.jspecify.annotations.NullMarked;
