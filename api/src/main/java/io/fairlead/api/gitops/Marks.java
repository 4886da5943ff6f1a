package io.fairlead.api.gitops;

/// Labels and annotations by which the two halves and people speak to each other on objects in the cluster.
public final class Marks {
    /// Annotation on an object or a namespace: a person stops everything on it. Its value says why; the key alone
    /// counts.
    public static final String FREEZE = "gitops.fairlead.io/freeze";

    /// Label: the name of the GitSource that an object comes from.
    public static final String SOURCE = "gitops.fairlead.io/source";

    /// Label: the scope within it.
    public static final String SCOPE = "gitops.fairlead.io/scope";

    /// Annotation in a manifest, the one of ours that Git may set: moves the object to a later (positive) or earlier
    /// (negative) wave.
    public static final String WAVE = "gitops.fairlead.io/wave";

    /// Where Fairlead's own objects live; tenants have no rights here.
    public static final String SYSTEM_NAMESPACE = "fairlead-system";

    private Marks() {}
}
