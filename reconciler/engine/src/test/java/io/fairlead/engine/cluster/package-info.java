/// A toy cluster that carries out plans: pods are JSON, patches are applied as a server applies them, a kubelet runs
/// them, and every accepted write is checked against the safety invariants. Deterministic: chance comes from a seed.
@NullMarked
package io.fairlead.engine.cluster;

import org.jspecify.annotations.NullMarked;
