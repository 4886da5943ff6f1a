/// The reconciler as a service: options, start and stop, installation of the definitions, health for probes.
///
/// Promises: reads its options once; starts warm and acts only as the leader; a signal ends it within
/// [io.fairlead.server.app.ReconcilerApplication#STOP_PATIENCE] with no write half-way and the lease given back; a
/// lost lease ends the process with code 1. Two of the same binary side by side are safe. Entry point:
/// [io.fairlead.server.app.ReconcilerApplication].
@NullMarked
package io.fairlead.server.app;

import org.jspecify.annotations.NullMarked;
