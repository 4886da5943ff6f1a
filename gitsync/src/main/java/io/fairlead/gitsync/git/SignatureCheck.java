package io.fairlead.gitsync.git;

/// What a tag's signature proves.
public sealed interface SignatureCheck {
    /// There is none (T-011).
    record None() implements SignatureCheck {}

    /// It is the person's, over exactly the bytes of this tag.
    record Verified(String person) implements SignatureCheck {}

    /// There is one, and it proves nothing.
    record Unverified(Why why, String detail) implements SignatureCheck {}

    /// Why a signature proves nothing.
    enum Why {
        /// The key is nobody's who is allowed; the detail is its fingerprint (GO-007).
        SIGNER_UNKNOWN,
        /// It is not a signature of these bytes by that key.
        BAD_SIGNATURE,
        /// A digest, key or purpose that is not taken.
        ALGORITHM_REFUSED,
        /// Not an SSH signature, or one that cannot be read.
        FORMAT_REFUSED
    }
}
