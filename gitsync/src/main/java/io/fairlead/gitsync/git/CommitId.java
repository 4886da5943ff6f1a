package io.fairlead.gitsync.git;

import java.util.regex.Pattern;

/// The full id of a commit: 40 lower-case hexadecimal digits. Never a name, never abbreviated.
public record CommitId(String hex) implements Comparable<CommitId> {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT_LENGTH = 12;

    public CommitId {
        if (!isFullId(hex)) {
            throw new IllegalArgumentException("not a full commit id");
        }
    }

    /// Whether the text is the full id of a Git object.
    public static boolean isFullId(String text) {
        return FULL.matcher(text).matches();
    }

    /// The first 12 digits, for people.
    public String abbreviated() {
        return hex.substring(0, SHORT_LENGTH);
    }

    @Override
    public int compareTo(CommitId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
