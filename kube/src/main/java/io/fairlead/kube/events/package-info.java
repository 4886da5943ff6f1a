/// Kubernetes Events: what happened to an object, for people who look at it.
///
/// Promises: recording never blocks and never fails; the same thing happening again raises a count in
/// place of writing again. Bounds: [io.fairlead.kube.events.EventRecorder#TALLIES_MAX] things
/// remembered, the oldest forgotten first; [io.fairlead.kube.events.EventRecorder#MESSAGE_CHARS_MAX] a
/// message. Entry point: [io.fairlead.kube.events.EventRecorder].
@NullMarked
package io.fairlead.kube.events;

import org.jspecify.annotations.NullMarked;
