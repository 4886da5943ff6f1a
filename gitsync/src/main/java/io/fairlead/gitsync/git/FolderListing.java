package io.fairlead.gitsync.git;

import java.util.List;

/// What is below a folder of a commit.
public sealed interface FolderListing {
    /// Everything but folders, ordered as Git orders paths.
    record Files(List<TreeFile> files) implements FolderListing {
        public Files {
            files = List.copyOf(files);
        }
    }

    /// The commit has no such folder.
    record NoFolder() implements FolderListing {}

    /// The folder cannot or may not be read, as a whole.
    record Unreadable(String why) implements FolderListing {}
}
