package io.fairlead.gitsync.notes;

import java.time.Duration;

/// How much a note may hold and a writer may try (T-062).
public final class NoteLimits {
    /// Bytes of one JSON line, its line feed included.
    public static final int LINE_BYTES_MAX = 512;
    /// Bytes of one note.
    public static final int NOTE_BYTES_MAX = 64 << 10;
    /// Bytes of other people's text that are kept in one note.
    public static final int FOREIGN_BYTES_MAX = 2 << 10;
    /// Bytes of a note that are read; what somebody else wrote beyond it is lost.
    public static final int READ_BYTES_MAX = 1 << 20;
    /// Characters of a free text in a line, such as the reason.
    public static final int TEXT_CHARS_MAX = 96;
    /// Edits in one write.
    public static final int EDITS_MAX = 10_000;
    /// Pushes tried before a write is left for later.
    public static final int TRIES_MAX = 8;
    /// Wait before the second try; doubled each time, up to [#BACKOFF_MAX].
    public static final Duration BACKOFF_FIRST = Duration.ofMillis(100);
    /// Longest wait between two tries.
    public static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

    private NoteLimits() {}
}
