/// The kubelets of all nodes: they start, restart, probe and stop containers in the cluster's time, and report status.
/// Work
/// per change of a pod is O(containers of that pod).
@NullMarked
package io.fairlead.simulator.kubelet;

import org.jspecify.annotations.NullMarked;
