package io.fairlead.gitsync.manifest;

import io.fairlead.api.PlainText;

/// Something in a folder that was not taken, and why. Holds no content of the file.
///
/// @param path the file or folder, from the root of the repository
/// @param line from 1; 0 where the whole file is meant
/// @param column from 1; 0 where the whole line or file is meant
public record Defect(String path, int line, int column, String message) {
    /// How many characters of a path are shown.
    public static final int PATH_CHARS_MAX = 200;

    /// `path:line:column: message`, as compilers print it, with what a repository has made of the path made plain.
    @Override
    public String toString() {
        String where = PlainText.of(path, PATH_CHARS_MAX);
        if (line == 0) {
            return where + ": " + message;
        }
        return where + ":" + line + (column == 0 ? "" : ":" + column) + ": " + message;
    }
}
