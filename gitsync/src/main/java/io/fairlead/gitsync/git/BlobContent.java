package io.fairlead.gitsync.git;

import java.nio.ByteBuffer;

/// The content of a file.
public sealed interface BlobContent {
    /// All of it; read-only.
    record Bytes(ByteBuffer bytes) implements BlobContent {}

    /// More than was asked for.
    record TooLarge(long size) implements BlobContent {}

    /// Not in the mirror, or damaged there.
    record Unreadable(String why) implements BlobContent {}
}
