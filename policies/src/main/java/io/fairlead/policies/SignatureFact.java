package io.fairlead.policies;

/// What the caller found out about a tag's signature, over the tag's raw bytes and with the policy's keys alone.
public sealed interface SignatureFact {
    record None() implements SignatureFact {}

    /// A good signature by a key of `person`, who may use the tag's verb in its stage and scope.
    record Verified(String person) implements SignatureFact {}

    /// There is a signature, but it does not count: unknown signer, expired key, weak algorithm, broken bytes.
    record Unverified(String why) implements SignatureFact {}
}
