package io.fairlead.policies;

/// How far a new pod template may go: at most `percent` of the replicas and at most `pods` pods are updated.
///
/// Both bounds hold at once, so extents form a lattice without knowing the number of replicas, and an autoscaler
/// cannot
/// widen a bound given in pods. Whole percents are exact here: Kubernetes writes percentages as whole numbers, and
/// `100 - percent` is then the partition. An extent in which nothing may be updated has one form, [#NONE].
///
/// @param percent of the replicas, 0 to 100
/// @param pods count, [#ANY_PODS] if only the percentage bounds
public record Extent(int percent, int pods) {
    public static final int PERCENT_MAX = 100;
    public static final int ANY_PODS = Integer.MAX_VALUE;
    public static final Extent FULL = new Extent(PERCENT_MAX, ANY_PODS);
    public static final Extent NONE = new Extent(0, 0);

    public Extent {
        if (percent < 0 || percent > PERCENT_MAX || pods < 0) {
            throw new IllegalArgumentException("no extent: " + percent + " %, " + pods + " pods");
        }
        if (percent == 0 || pods == 0) {
            percent = 0;
            pods = 0;
        }
    }

    public static Extent ofPercent(int percent) {
        return new Extent(percent, ANY_PODS);
    }

    public static Extent ofPods(int pods) {
        return new Extent(PERCENT_MAX, pods);
    }

    public boolean isFull() {
        return equals(FULL);
    }

    /// The widest extent that neither of the two forbids.
    public Extent meet(Extent other) {
        return new Extent(Math.min(percent, other.percent), Math.min(pods, other.pods));
    }

    /// Whether everything that `other` lets through is let through here. Not a total order: neither of "10 %" and
    /// "5 pods" covers the other.
    public boolean covers(Extent other) {
        return percent >= other.percent && pods >= other.pods;
    }

    /// The number of pods that may be updated, rounded down so that the bound is never exceeded.
    public int updatedAtMost(int replicas) {
        long share = (long) Math.max(0, replicas) * percent / PERCENT_MAX;
        return (int) Math.min(share, pods);
    }

    @Override
    public String toString() {
        if (isFull()) {
            return "all pods";
        }
        if (pods == ANY_PODS) {
            return percent + " % of the pods";
        }
        return percent == PERCENT_MAX ? pods + " pods" : percent + " % of the pods and at most " + pods;
    }
}
