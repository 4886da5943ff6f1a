package io.fairlead.gitsync.manifest;

/// Something in a folder that was not taken, and why. Holds no content of the file.
///
/// @param path the file or folder, from the root of the repository
/// @param line from 1; 0 where the whole file is meant
/// @param column from 1; 0 where the whole line or file is meant
public record Defect(String path, int line, int column, String message) {
    /// `path:line:column: message`, as compilers print it.
    @Override
    public String toString() {
        return line == 0 ? path + ": " + message : path + ":" + line + ":" + column + ": " + message;
    }
}
