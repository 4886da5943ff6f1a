package io.fairlead.server.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What the reconciler is told at its start.
///
/// @param kubeconfig empty: as `KUBECONFIG`, `~/.kube/config` or the pod's service account say
/// @param install apply our CustomResourceDefinitions first
/// @param identity names this run of this process, no other one ever: in leases, ledgers and Events
/// @param httpPort of the health endpoints; 0 for none
/// @param lease how long the others wait for a leader that says nothing
public record ReconcilerOptions(
        Optional<Path> kubeconfig, boolean install, String identity, int httpPort, Duration lease) {
    /// As Kubernetes' own controllers have it.
    public static final Duration LEASE = Duration.ofSeconds(15);

    private static final int PORT_MAX = 65_535;

    public ReconcilerOptions {
        if (identity.isBlank() || identity.contains(",") || identity.equals("*")) {
            throw new IllegalArgumentException("not an identity: '" + identity + "'");
        }
        if (httpPort < 0 || httpPort > PORT_MAX) {
            throw new IllegalArgumentException("not a port: " + httpPort);
        }
    }
}
