/// The API server: requests in, answers and watch events out. Entry point: [io.fairlead.simulator.server.ApiServer].
///
/// It promises to answer as kube-apiserver 1.35 does, or with 501 where it does not know. Objects of each kind
/// stand in
/// one sorted map (a write costs O(log n)); the newest changes of each kind in one ring, in which watches hold
/// positions, so an open watch costs nothing but its place. All that is random comes from one seed, all times from the
/// timeline. Not thread-safe.
@NullMarked
package io.fairlead.simulator.server;

import org.jspecify.annotations.NullMarked;
