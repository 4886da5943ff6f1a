/// Binds pods to nodes: what a pod demands of a node, then the emptiest that fits. Work per pod is O(nodes).
@NullMarked
package io.fairlead.simulator.scheduler;

import org.jspecify.annotations.NullMarked;
