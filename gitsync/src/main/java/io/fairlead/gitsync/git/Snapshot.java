package io.fairlead.gitsync.git;

import java.util.Comparator;
import java.util.List;

/// What one poll saw: the head of the tracked branch and the tags under `fl/`, ordered by name. Decisions are made
/// on one snapshot only and address everything by object id, so a tag that moves meanwhile changes nothing (T-017).
///
/// @param changed whether head or tags differ from the snapshot before; true for the first one
public record Snapshot(CommitId head, List<TagRef> tags, boolean changed) {
    public Snapshot {
        tags = tags.stream().sorted(Comparator.comparing(TagRef::name)).toList();
    }

    /// Whether both saw the same head and tags.
    public boolean sameContent(Snapshot other) {
        return head.equals(other.head) && tags.equals(other.tags);
    }

    Snapshot withChanged(boolean value) {
        return new Snapshot(head, tags, value);
    }
}
