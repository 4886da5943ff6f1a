/// The shell on the Kubernetes API that both services share: requests, lists and watches, stores, the
/// work queue, leases, server-side apply, the API budget, time.
///
/// Promises: what a server or a network can do comes back as a value ([io.fairlead.kube.Outcome]); time
/// is injected; nothing here knows of pods' meaning, plans or Git. Entry point:
/// [io.fairlead.kube.KubeApi].
@NullMarked
package io.fairlead.kube;

import org.jspecify.annotations.NullMarked;
