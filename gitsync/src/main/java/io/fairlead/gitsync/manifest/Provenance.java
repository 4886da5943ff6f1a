package io.fairlead.gitsync.manifest;

import io.fairlead.gitsync.git.CommitId;

/// Where a manifest was read: the commit, the file from the root of the repository, and the line (from 1) where its
/// document begins.
public record Provenance(CommitId commit, String path, int line) {
    /// `path:line`, as compilers print it.
    @Override
    public String toString() {
        return path + ":" + line;
    }
}
