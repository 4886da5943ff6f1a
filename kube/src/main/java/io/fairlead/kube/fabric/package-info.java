/// The port to the API server, over HTTP, on the transport, TLS and credentials of the fabric8 client.
///
/// Promises: no exception for what a network does; no request is ever sent twice, except once with a
/// fresh token after a 401. Bounds: [io.fairlead.kube.fabric.FabricKubeApi#IN_FLIGHT_MAX] calls,
/// [io.fairlead.kube.fabric.FabricKubeApi#BODY_BYTES_MAX] an answer,
/// [io.fairlead.kube.fabric.FabricKubeApi#LINE_BYTES_MAX] a watch event. Entry point:
/// [io.fairlead.kube.fabric.FabricKubeApi].
@NullMarked
package io.fairlead.kube.fabric;

import org.jspecify.annotations.NullMarked;
