package io.fairlead.gitsync.manifest;

/// How much a folder of manifests may hold (threats T-003 to T-005).
public final class ManifestLimits {
    /// Bytes of one file.
    public static final int FILE_BYTES_MAX = 4 << 20;
    /// Documents in one file, and items in one `List`.
    public static final int DOCUMENTS_MAX = 1_000;
    /// Manifest files below one folder.
    public static final int FILES_MAX = 20_000;
    /// Objects of one scope.
    public static final int OBJECTS_MAX = 100_000;
    /// Mappings and sequences in each other.
    public static final int DEPTH_MAX = 100;
    /// Aliases in one file.
    public static final int ALIASES_MAX = 50;
    /// Values in one file, each alias counted as all that it stands for.
    public static final int NODES_MAX = 1_000_000;
    /// Characters of a manifest's path.
    public static final int PATH_CHARS_MAX = 1_024;
    /// Kinds that the API server is asked for in one read of a scope.
    public static final int KINDS_MAX = 500;
    /// What a value weighs in memory, in bytes of source text: an alias, or a file that is nothing but brackets,
    /// stands for more than its text.
    public static final int NODE_WEIGHT = 10;
    /// Weight of all files of one scope together, see [#NODE_WEIGHT].
    public static final long SCOPE_WEIGHT_MAX = 32L << 20;
    /// Defects reported for one scope; the rest is counted.
    public static final int DEFECTS_MAX = 200;
    /// Weight of the parsed files that are kept for the next read, see [#NODE_WEIGHT].
    public static final long CACHE_WEIGHT_MAX = 32L << 20;

    private ManifestLimits() {}
}
