package io.fairlead.gitsync.manifest;

import java.util.List;
import java.util.Optional;

/// A folder of the repository and what its manifests may name (T-042).
///
/// @param folder from the root of the repository, without a slash at either end; empty for all of it
/// @param namespaces where namespaced objects may live; the first is the default
/// @param clusterScoped whether objects without a namespace are allowed
public record ManifestScope(String folder, List<String> namespaces, boolean clusterScoped) {
    public ManifestScope {
        namespaces = List.copyOf(namespaces);
    }

    /// A tenant's folder: one namespace, nothing cluster-scoped.
    public static ManifestScope ofNamespace(String folder, String namespace) {
        return new ManifestScope(folder, List.of(namespace), false);
    }

    /// A folder for cluster-scoped kinds only.
    public static ManifestScope ofCluster(String folder) {
        return new ManifestScope(folder, List.of(), true);
    }

    Optional<String> defaultNamespace() {
        return namespaces.stream().findFirst();
    }
}
