package io.fairlead.policies;

import java.time.Instant;

/// One ref below `refs/tags/fl/`, as it was in one consistent fetch.
///
/// @param ref full name
/// @param objectId what the ref points to
public record TagFact(String ref, String objectId, TagObject object, TaggedCommit commit) {

    /// The object behind a ref, read strictly from its raw bytes.
    public sealed interface TagObject {}

    /// No tag object at all: the ref points to a commit, tree or blob.
    public record Lightweight() implements TagObject {}

    /// A tag object that a strict parser refuses: repeated or unknown headers, broken folding, several signatures.
    public record Malformed(String why) implements TagObject {}

    /// @param message without the signature
    public record Annotated(Header header, String message, SignatureFact signature) implements TagObject {}

    /// The tag object's own headers.
    ///
    /// @param name header `tag`
    /// @param type header `type`: `commit`, `tag`, `tree` or `blob`
    /// @param taggedAt the tagger's claim
    public record Header(String name, String type, Instant taggedAt) {}

    /// @param onBranch whether the tagged commit is reachable from the tracked branch
    /// @param scopeDigest the scope's digest at the tagged commit; empty if it could not be made
    public record TaggedCommit(boolean onBranch, String scopeDigest) {}
}
