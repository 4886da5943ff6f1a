package io.fairlead.engine.rollout;

/// How many pods there should be and how many may be moved at a time, all resolved to pods.
///
/// @param partition how many stay on the old revision
/// @param maxUnavailable at most `replicas`
/// @param maxSurge 0 while paused
/// @param scaleMaxUnavailable while scaling out; `Integer.MAX_VALUE` for no limit
/// @param isUpdating false while paused, or where people update by deleting pods
public record Allowance(
        int replicas, int partition, int maxUnavailable, int maxSurge, int scaleMaxUnavailable, boolean isUpdating) {
    public Allowance {
        if (replicas < 0 || partition < 0 || maxUnavailable < 0 || maxSurge < 0 || scaleMaxUnavailable < 0) {
            throw new IllegalArgumentException("negative allowance");
        }
        partition = Math.min(partition, replicas);
        maxUnavailable = Math.min(maxUnavailable, replicas);
    }

    /// Fewer available pods than this are never brought about by a decision.
    public int availableMin() {
        return replicas - maxUnavailable;
    }
}
