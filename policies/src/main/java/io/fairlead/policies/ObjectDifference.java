package io.fairlead.policies;

/// How the desired version of an object differs from its last effective one, as digests and flags from the caller.
public sealed interface ObjectDifference {
    record Created(ContentDigest desired) implements ObjectDifference {}

    record Deleted(ContentDigest effective) implements ObjectDifference {}

    /// @param live how far the live object's partition lets the effective template go; [Extent#FULL] without a
    /// partition
    record Updated(ContentDigest effective, ContentDigest desired, Touched touched, Replicas replicas, Extent live)
            implements ObjectDifference {

        boolean templateDiffers() {
            return !effective.template().equals(desired.template());
        }
    }

    /// What was touched outside the template and the replicas.
    ///
    /// @param config labels, annotations, any other field
    /// @param strategy the update or scale strategy, without partition and paused
    /// @param progress partition or paused, as Git said them when the object was last accepted and as it says them
    ///     now; the live values are ours to raise
    record Touched(boolean config, boolean strategy, boolean progress) {
        public static final Touched NOTHING = new Touched(false, false, false);
    }

    /// Replicas of the effective and of the desired version; equal where the kind has none or Git does not set
    /// them.
    record Replicas(int effective, int desired) {
        public Replicas {
            if (effective < 0 || desired < 0) {
                throw new IllegalArgumentException("negative replicas");
            }
        }

        /// Pods that the change takes away; 0 for growth.
        public int scaleIn() {
            return Math.max(0, effective - desired);
        }
    }
}
