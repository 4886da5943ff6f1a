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
/// @param lease how long the others wait for a holder that says nothing
public record GitSyncOptions(Optional<Path> kubeconfig, Path source, Path data, String run, Duration lease) {}
