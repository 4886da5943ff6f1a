package io.fairlead.policies;

/// What an object holds, as far as a rollback is concerned: two digests over canonical forms, made by the caller.
///
/// Replicas, partition and paused are in neither: scaling and promoting do not make other content.
///
/// @param template digest of the pod template; for a kind without one, of the whole content. Never blank.
/// @param settings digest of the rest, without replicas, partition and paused; empty for a kind without a pod template
public record ContentDigest(String template, String settings) {
    public ContentDigest {
        if (template.isBlank()) {
            throw new IllegalArgumentException("a blank digest could equal another unknown one");
        }
    }
}
