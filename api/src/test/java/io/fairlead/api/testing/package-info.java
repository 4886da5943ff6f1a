/// A real etcd and kube-apiserver for tests, here and in other modules.
///
/// Promises: loopback only, free ports, its own temporary folder; everything is ended and removed on close and
/// when the
/// JVM exits. Tests are skipped, saying so, where `KUBEBUILDER_ASSETS` is not set. Bounds: every wait has a deadline.
/// Entry point: [io.fairlead.api.testing.RealCluster].
@NullMarked
package io.fairlead.api.testing;

import org.jspecify.annotations.NullMarked;
