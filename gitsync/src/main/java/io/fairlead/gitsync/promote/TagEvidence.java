package io.fairlead.gitsync.promote;

import io.fairlead.gitsync.git.AllowedKeys;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.SignatureCheck;
import io.fairlead.gitsync.git.Signatures;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.git.TagFact;
import io.fairlead.gitsync.git.TagRef;
import io.fairlead.policies.SignatureFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads the tags of one snapshot into the facts that gates judge.
public final class TagEvidence {
    private static final String TAGS = "refs/tags/";

    private TagEvidence() {}

    /// @param keys of the people who may sign
    /// @param folder of the scope, whose digest at each tagged commit an approval binds to
    public static List<io.fairlead.policies.TagFact> of(
            Mirror mirror, Snapshot snapshot, AllowedKeys keys, String folder) {
        List<io.fairlead.policies.TagFact> facts = new ArrayList<>();
        for (TagRef ref : snapshot.tags()) {
            facts.add(fact(mirror, snapshot, keys, folder, mirror.tag(ref)));
        }
        return facts;
    }

    private static io.fairlead.policies.TagFact fact(
            Mirror mirror, Snapshot snapshot, AllowedKeys keys, String folder, TagFact tag) {
        return switch (tag) {
            case TagFact.Lightweight _ ->
                new io.fairlead.policies.TagFact(
                        TAGS + tag.ref().name(),
                        tag.ref().objectId(),
                        new io.fairlead.policies.TagFact.Lightweight(),
                        NOWHERE);
            case TagFact.Malformed malformed ->
                new io.fairlead.policies.TagFact(
                        TAGS + tag.ref().name(),
                        tag.ref().objectId(),
                        new io.fairlead.policies.TagFact.Malformed(malformed.why()),
                        NOWHERE);
            case TagFact.Annotated annotated ->
                new io.fairlead.policies.TagFact(
                        TAGS + tag.ref().name(),
                        tag.ref().objectId(),
                        new io.fairlead.policies.TagFact.Annotated(
                                new io.fairlead.policies.TagFact.Header(
                                        annotated.nameHeader(), annotated.targetType(), taggedAt(annotated)),
                                annotated.message(),
                                signature(annotated, keys)),
                        annotated
                                .commit()
                                .map(commit -> tagged(mirror, snapshot, folder, commit))
                                .orElse(NOWHERE));
        };
    }

    private static final io.fairlead.policies.TagFact.TaggedCommit NOWHERE =
            new io.fairlead.policies.TagFact.TaggedCommit(false, "");

    private static Instant taggedAt(TagFact.Annotated tag) {
        return tag.tagger().at();
    }

    private static io.fairlead.policies.TagFact.TaggedCommit tagged(
            Mirror mirror, Snapshot snapshot, String folder, CommitId commit) {
        return new io.fairlead.policies.TagFact.TaggedCommit(
                mirror.isOnBranch(commit, snapshot.head()),
                mirror.scopeDigest(commit, folder).orElse(""));
    }

    private static SignatureFact signature(TagFact.Annotated tag, AllowedKeys keys) {
        return switch (Signatures.check(tag, keys)) {
            case SignatureCheck.None _ -> new SignatureFact.None();
            case SignatureCheck.Verified verified -> new SignatureFact.Verified(verified.person());
            case SignatureCheck.Unverified unverified ->
                new SignatureFact.Unverified(unverified.why() + ": " + unverified.detail());
        };
    }
}
