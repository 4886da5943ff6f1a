package io.fairlead.gitsync.git;

/// One entry below a folder of a commit.
///
/// @param path from the root of the repository
/// @param objectId the blob's id: equal ids are equal contents
public record TreeFile(String path, Mode mode, String objectId) {
    /// What the entry is.
    public enum Mode {
        FILE,
        /// Never followed (T-001).
        SYMLINK,
        /// Another repository; never fetched (T-027).
        SUBMODULE
    }
}
