package io.fairlead.kube.store;

/// One object as the store shows it.
///
/// @param isOwnWrite our own write, which the watch has not confirmed yet
public record Stored<V>(ObjectName name, String uid, String resourceVersion, boolean isOwnWrite, V view) {}
