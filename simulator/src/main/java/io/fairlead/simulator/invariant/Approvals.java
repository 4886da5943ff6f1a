package io.fairlead.simulator.invariant;

/// What the people of the simulated world have allowed, known from the schedule, not from the cluster.
public interface Approvals {
    /// How many pods may carry this content at most, as far as approvals go.
    ///
    /// @param content as [Content] names it
    int podsMax(String namespace, String workload, String content, int replicas);

    /// Everything is allowed.
    Approvals ANY = (_, _, _, _) -> Integer.MAX_VALUE;
}
