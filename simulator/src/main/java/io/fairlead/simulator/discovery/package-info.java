/// What clients ask for before anything else: groups, kinds, OpenAPI documents, version, health. Built-in kinds answer
/// with recordings of kube-apiserver 1.35, restricted to what the model serves; custom kinds with what is made of
/// their
/// definitions. Pure; entry point: [DiscoveryDocuments].
///
/// Bounds: O(kinds) for each answer; documents are parsed anew for each request, since clients cache them.
@NullMarked
package io.fairlead.simulator.discovery;

import org.jspecify.annotations.NullMarked;
