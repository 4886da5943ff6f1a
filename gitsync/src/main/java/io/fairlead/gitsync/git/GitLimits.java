package io.fairlead.gitsync.git;

import java.time.Duration;

/// How much of a Git host Fairlead takes in before it refuses (threats T-006, T-007 and T-008).
public final class GitLimits {
    /// Refs of the tracked branch and `refs/tags/fl/*` together.
    public static final int TRACKED_REFS_MAX = 50_000;
    /// Bytes of a full ref name.
    public static final int REF_NAME_BYTES_MAX = 512;
    /// Bytes received before a pack begins: greeting and list of refs. A host without protocol v2 lists every ref
    /// (75 bytes for a tag), so this allows for about 400,000 of them.
    public static final long LISTING_BYTES_MAX = 32L << 20;
    /// Bytes received in one fetch.
    public static final long FETCH_BYTES_MAX = 512L << 20;
    /// Objects in one fetched pack.
    public static final int FETCH_OBJECTS_MAX = 5_000_000;
    /// Inflated bytes of one object, anywhere in the history.
    public static final long OBJECT_BYTES_MAX = 16L << 20;
    /// Bytes of one tag object.
    public static final int TAG_BYTES_MAX = 64 << 10;
    /// Silence of the host after which a connection is given up.
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    /// Whole time of one fetch or push.
    public static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(2);
    /// Pack files after which the mirror is repacked: each fetch that brings something adds one.
    public static final int PACKS_MAX = 50;
    /// Entries below one folder of a commit, files and folders together.
    public static final int TREE_ENTRIES_MAX = 100_000;
    /// Folders in folders.
    public static final int TREE_DEPTH_MAX = 64;
    /// Characters of a failure's detail.
    public static final int DETAIL_CHARS_MAX = 300;

    private GitLimits() {}
}
