package io.fairlead.gitsync.app;

import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.api.gitops.PromotionLimit.StageLimit;
import io.fairlead.api.gitops.PromotionPolicy;
import io.fairlead.gitsync.git.AllowedKeys;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.Extent;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.Ledger;
import java.util.ArrayList;
import java.util.List;

/// Meets the PromotionLimits of a namespace into the policy that is in force. The result never allows more than the
/// policy alone: a limit adds demands and takes people away, and has no other way to say anything.
final class NamespaceLimits {
    private NamespaceLimits() {}

    /// @param limits of the namespace; one that cannot be read holds the scope, as a policy would
    static Policies.Answer narrow(Policies.Answer answer, String stage, List<Parsed<PromotionLimit>> limits) {
        Policies.Answer narrowed = answer;
        for (Parsed<PromotionLimit> parsed : limits) {
            narrowed = switch (narrowed) {
                case Policies.Answer.Unusable unusable -> unusable;
                case Policies.Answer.InForce inForce ->
                    switch (parsed) {
                        case Parsed.Valid<PromotionLimit>(PromotionLimit limit) -> narrow(inForce, stage, limit);
                        case Parsed.Invalid<PromotionLimit> invalid ->
                            new Policies.Answer.Unusable(invalid.key() + " is not valid: "
                                    + invalid.defects().getFirst() + ". Mend it, or delete it");
                    };
            };
        }
        return narrowed;
    }

    private static Policies.Answer.InForce narrow(Policies.Answer.InForce policy, String stage, PromotionLimit limit) {
        Policies.Answer.InForce narrowed = policy;
        for (StageLimit each : limit.stages()) {
            if (each.name().equals(stage)) {
                narrowed = narrow(narrowed, each);
            }
        }
        return narrowed;
    }

    private static Policies.Answer.InForce narrow(Policies.Answer.InForce policy, StageLimit limit) {
        boolean addsGate = limit.gate().stream().anyMatch(g -> g == PromotionPolicy.Gate.TAG)
                && policy.policy().required().isEmpty();
        List<ChangeClass> required = new ArrayList<>(Policies.classes(limit.approvalFor()));
        if (addsGate && required.isEmpty()) {
            required.addAll(GatePolicy.BY_TAG.required());
        }
        // Who may promote can only be told from a signature, so naming people demands one.
        boolean isSignatureRequired = limit.requiresSignature()
                || limit.promoters().isPresent()
                || (!required.isEmpty() && policy.isSignatureWanted());
        GatePolicy demands = new GatePolicy(
                required,
                isSignatureRequired,
                false,
                Ledger.RETENTION,
                new GatePolicy.ScaleInLimit(Integer.MAX_VALUE, Extent.PERCENT_MAX));
        AllowedKeys keys = limit.promoters().map(policy.keys()::only).orElse(policy.keys());
        return new Policies.Answer.InForce(
                policy.policy().meet(demands), keys, policy.guard(), policy.isSignatureWanted());
    }
}
