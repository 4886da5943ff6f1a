/// The kinds of `gitops.fairlead.io` that people write, as values.
///
/// Promises: defaults applied, every rule checked, defects name the field and never repeat a credential. Bounds: those
/// of the schemas in `io/fairlead/crds`. Entry points: [io.fairlead.api.gitops.GitSourceCodec],
/// [io.fairlead.api.gitops.PromotionCodec]. The fourth kind, Delivery, is written by its only owner, not by
/// people; its
/// schema lies with the others.
@NullMarked
package io.fairlead.api.gitops;

import org.jspecify.annotations.NullMarked;
