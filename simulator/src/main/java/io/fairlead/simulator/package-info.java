/// The embedded cluster: a model of the Kubernetes API server, of kubelets, scheduler and controllers, on a virtual or
/// a real clock. What it answers is what kube-apiserver answers; a request that it does not know is refused with 501,
/// never answered wrongly. With a [io.fairlead.simulator.state.StateFolder] it outlives its process.
///
/// One thread at a time may be inside the model. JSON trees that it hands out are its own: nobody may change them.
@NullMarked
package io.fairlead.simulator;

import org.jspecify.annotations.NullMarked;
