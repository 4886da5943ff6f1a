package io.fairlead.gitsync.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the service is started.
///
/// @param kubeconfig empty for the usual places (`KUBECONFIG`, `~/.kube/config`, or inside a cluster)
/// @param source a file with one or more GitSources and the policies they name
/// @param data where mirrors are kept; they can be deleted at any time while the service is stopped
/// @param run names this run of this process, no other one ever, among those that compete for the lease
/// @param httpPort of the health endpoints; 0 for none
/// @param lease how long the others wait for a holder that says nothing
public record GitSyncOptions(
        Optional<Path> kubeconfig, Path source, Path data, String run, int httpPort, Duration lease) {
    private static final int PORT_MAX = 65_535;

    public GitSyncOptions {
        if (run.isBlank()) {
            throw new IllegalArgumentException("a run without a name");
        }
        if (httpPort < 0 || httpPort > PORT_MAX) {
            throw new IllegalArgumentException("not a port: " + httpPort);
        }
    }
}
