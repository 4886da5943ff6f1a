package io.fairlead.gitsync.manifest;

/// What the API server's discovery says about kinds.
@FunctionalInterface
public interface KindScopes {
    /// Where objects of a kind live.
    enum KindScope {
        NAMESPACED,
        CLUSTER,
        /// The server does not serve the kind.
        UNKNOWN
    }

    /// @param group empty for the core group
    KindScope of(String group, String kind);
}
