/// Admission webhooks: which of them a request concerns, what is asked of them, and what becomes of their answers, as
/// kube-apiserver 1.35 does it.
///
/// Entry point: [io.fairlead.simulator.admission.Webhooks], which an API server takes by `admit`. At most one extra
/// round of mutating webhooks is run for a request (`reinvocationPolicy`).
@NullMarked
package io.fairlead.simulator.admission;

import org.jspecify.annotations.NullMarked;
