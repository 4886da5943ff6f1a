package io.fairlead.gitsync.git;

/// Why a Git host or what it sent is refused.
public enum Refusal {
    /// The URL, branch or sort of credentials is not allowed.
    BAD_ADDRESS,
    /// The host wants other credentials, or none of ours.
    NOT_PERMITTED,
    /// The SSH host key is not among the known hosts, or differs.
    HOST_KEY_UNKNOWN,
    /// There is no repository, or it lacks the tracked branch.
    NOT_FOUND,
    /// More tracked refs than [GitLimits#TRACKED_REFS_MAX].
    TOO_MANY_REFS,
    /// A pack or an object beyond the limits of [GitLimits].
    TOO_LARGE,
    /// An object that Git's own rules forbid.
    MALFORMED
}
