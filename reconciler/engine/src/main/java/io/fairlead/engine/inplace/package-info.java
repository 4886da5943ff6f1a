/// In-place update of a pod: what may change without a new pod, the annotation that remembers it, and the patches.
///
/// Promises: at most three writes a pod and change (out of service, change, back in service), one for a change of
/// labels and annotations alone; the first carries uid and resourceVersion, the others test what they rest on; a
/// crash between any two is recovered from the pod alone. Behaviour: kruise: pkg/util/inplaceupdate. Cost: one
/// template diff per pair of revisions, no JSON work for pods at rest. Entry points:
/// [io.fairlead.engine.inplace.InPlaceDiff#between], [io.fairlead.engine.inplace.InPlacePatches],
/// [io.fairlead.engine.inplace.ServicePatches].
@NullMarked
package io.fairlead.engine.inplace;

import org.jspecify.annotations.NullMarked;
