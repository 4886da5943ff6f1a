package io.fairlead.policies;

/// Why a verdict is what it is, for machines: the same word appears in conditions, events, logs and notes.
///
/// The order matters: where a verdict has more reasons than fit, the first codes stay.
public enum ReasonCode {
    LEDGER_LOST,
    HELD_BY_TAG,
    VERB_NOT_SUPPORTED,
    AWAITING_APPROVAL,
    CAP_NOT_POSSIBLE,
    PRUNE_LIMIT_EXCEEDED,
    APPROVAL_WITHDRAWN,
    LOOKS_LIKE_ROLLBACK,
    REVOKED,
    TAG_MOVED,
    LEDGER_FULL,
    REF_NAME_MISMATCH,
    MALFORMED_TAG,
    NAME_MALFORMED,
    NOT_ANNOTATED,
    TAG_OF_TAG,
    NOT_A_COMMIT,
    TRAILERS_INVALID,
    TRAILER_NOT_SUPPORTED,
    NOT_ON_BRANCH,
    UNSIGNED,
    SIGNATURE_NOT_VERIFIED,
    NOT_RECORDED,
    NAME_TAKEN,
    PREDATES_LEDGER,
    TOO_OLD,
    SPENT,
    NOT_THIS_CONTENT,
    OTHER_TARGET,
    APPROVED,
    ROLLBACK,
    ;

    /// The spelling for conditions: `AwaitingApproval`.
    public String word() {
        var word = new StringBuilder();
        for (String part : name().split("_")) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return word.toString();
    }
}
