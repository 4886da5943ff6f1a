/// A deterministic schedule: everything that happens in a simulated cluster, its clients' threads included,
/// happens on one platform thread, one step at a time, in an order that a seed decides.
///
/// What is ready now is a step of some lane: a task of the timeline, or a virtual thread that goes on until it
/// waits again. The seed picks one; where nothing is ready, the clock goes to the next task that is due. So the
/// same seed and the same build give the same steps, which [io.fairlead.simulator.schedule.Journal#hash] proves.
///
/// Needs `--add-opens java.base/java.lang=ALL-UNNAMED`, and `-Djdk.trackAllThreads=false`, or the JDK keeps the
/// threads of killed processes for ever. Bounds: one pick is O(1), one task O(log of what is due later). Entry
/// point: [io.fairlead.simulator.schedule.VirtualTimeline].
@NullMarked
package io.fairlead.simulator.schedule;

import org.jspecify.annotations.NullMarked;
