/// The kinds of `apps.kruise.io` as values.
///
/// Promises: one model for both served versions (`v1alpha1` keeps the rollout fields directly under `updateStrategy`,
/// `v1beta1` under `updateStrategy.rollingUpdate`, and the two have opposite defaults), defaults applied, every rule
/// checked. Bounds: those of the schemas in `io/fairlead/crds`. Entry point: [io.fairlead.api.apps.CloneSetCodec].
@NullMarked
package io.fairlead.api.apps;

import org.jspecify.annotations.NullMarked;
