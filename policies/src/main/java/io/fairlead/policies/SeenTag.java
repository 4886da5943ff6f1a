package io.fairlead.policies;

import java.time.Instant;

/// What the ledger remembers of one promote tag.
///
/// @param scopeDigest what it approved
/// @param taggedAt the tagger's claim; fixed by the object id, so a replay cannot change it
/// @param firstSeen when the tag was first seen good, by our clock
public record SeenTag(String objectId, String scopeDigest, Instant taggedAt, Instant firstSeen, State state) {
    public enum State {
        /// Counts while its content is what the branch wants.
        OPEN,
        /// Other content became effective since; never counts again.
        SPENT,
        /// The ref pointed to another object later: neither object counts, for ever.
        MOVED,
    }

    SeenTag to(State next) {
        return new SeenTag(objectId, scopeDigest, taggedAt, firstSeen, next);
    }
}
