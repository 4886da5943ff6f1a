package io.fairlead.api.gitops;

import java.time.Instant;

/// A condition as Kubernetes defines it.
///
/// @param status `True`, `False` or `Unknown`
/// @param observedGeneration of the object that it speaks of
/// @param lastTransitionTime when `status` last changed; whole seconds on the wire
/// @param reason one word in CamelCase, never empty
public record Condition(
        String type,
        String status,
        long observedGeneration,
        Instant lastTransitionTime,
        String reason,
        String message) {}
