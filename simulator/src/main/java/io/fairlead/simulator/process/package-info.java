/// Processes of the simulated world: real production code on simulated time, threads and network.
///
/// A process reaches the API server through [io.fairlead.kube.KubeApi] alone and knows the time through
/// [io.fairlead.kube.Time] alone; both are simulated here, so it can be killed at any request, paused, given a
/// wrong clock or a lagging watch. Entry point: [io.fairlead.simulator.process.SimProcess].
@NullMarked
package io.fairlead.simulator.process;

import org.jspecify.annotations.NullMarked;
