package io.fairlead.gitsync.git;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// What a tag is, read from the raw bytes of its object. Whether it may promote anything is decided elsewhere.
public sealed interface TagFact {
    TagRef ref();

    /// The ref points at something that is no tag object: nobody signed or even dated it (T-010).
    record Lightweight(TagRef ref, String targetType) implements TagFact {}

    /// A tag object that Git's format does not allow in just one reading: it is evidence of nothing (T-016).
    record Malformed(TagRef ref, String why) implements TagFact {}

    /// A tag object with the four headers of Git in their order and nothing else.
    ///
    /// @param targetType `commit`, or what no promotion takes: `tree`, `blob`, `tag` (T-014, T-015)
    /// @param targetId the full id of the tagged object
    /// @param nameHeader the tag's own idea of its name
    /// @param message subject and body, without the signature
    /// @param signature the armoured signature at the end, as it stands there
    /// @param signedBytes what the signature is about: everything before it; read-only
    record Annotated(
            TagRef ref,
            String targetType,
            String targetId,
            String nameHeader,
            Tagger tagger,
            String message,
            Optional<String> signature,
            ByteBuffer signedBytes)
            implements TagFact {
        /// Whether the name that was signed is the name of the ref. Where it is not, somebody points another
        /// ref at a genuine tag (T-013, GO-005).
        public boolean isNamedAsSigned() {
            return nameHeader.equals(ref.name());
        }

        /// The tagged commit, if it is a commit that is tagged.
        public Optional<CommitId> commit() {
            return "commit".equals(targetType) ? Optional.of(new CommitId(targetId)) : Optional.empty();
        }
    }

    /// Who says to have made the tag, and when; a claim that only the signature can back.
    record Tagger(String name, String email, Instant at) {}
}
