package io.fairlead.policies;

import java.util.List;

/// The tags of one scope, told apart by what they do; nothing here depends on the ledger or the moment.
///
/// @param approvals promote tags that are good in themselves
/// @param brakes tags that stop the scope or one object of it
/// @param refusals why other tags approve nothing
/// @param refs every ref of the scope, so that a new name can be proposed
public record ScopeTags(List<Approval> approvals, List<Brake> brakes, List<Reason> refusals, List<String> refs) {
    public static final ScopeTags NONE = new ScopeTags(List.of(), List.of(), List.of(), List.of());

    public ScopeTags {
        approvals = List.copyOf(approvals);
        brakes = List.copyOf(brakes);
        refusals = List.copyOf(refusals);
        refs = List.copyOf(refs);
    }

    /// @param target `Kind/name` of the one object it stops; empty for every object of the scope
    public record Brake(String target, Reason reason) {}
}
