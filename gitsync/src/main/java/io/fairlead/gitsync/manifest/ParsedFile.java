package io.fairlead.gitsync.manifest;

import java.util.List;

/// What a file's text is. A pure function of the text.
sealed interface ParsedFile {
    /// Its documents, in order; empty ones are left out.
    ///
    /// @param weight in memory, see [ManifestLimits#NODE_WEIGHT]
    record Documents(List<Document> documents, long weight) implements ParsedFile {
        public Documents {
            documents = List.copyOf(documents);
        }
    }

    /// Nothing of it is taken.
    ///
    /// @param line from 1; 0 where the whole file is meant
    record Broken(int line, int column, String message) implements ParsedFile {}
}
