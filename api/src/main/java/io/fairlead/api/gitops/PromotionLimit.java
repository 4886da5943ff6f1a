package io.fairlead.api.gitops;

import io.fairlead.api.gitops.PromotionPolicy.Approval;
import io.fairlead.api.gitops.PromotionPolicy.Gate;
import java.util.List;
import java.util.Optional;

/// Narrows the policy for the namespace that it lies in. It can only forbid: where it would allow more than the
/// policy,
/// it changes nothing.
public record PromotionLimit(Meta meta, List<StageLimit> stages) {
    public static final String KIND = "PromotionLimit";

    public PromotionLimit {
        stages = List.copyOf(stages);
    }

    /// @param gate `TAG` adds a gate
    /// @param approvalFor classes that need approval beyond those of the policy
    /// @param requiresSignature true adds the demand
    /// @param promoters empty: those of the policy; else only these of them, nobody if the list has no entry
    public record StageLimit(
            String name,
            Optional<Gate> gate,
            List<Approval> approvalFor,
            boolean requiresSignature,
            Optional<List<String>> promoters) {
        public StageLimit {
            approvalFor = List.copyOf(approvalFor);
            promoters = promoters.map(List::copyOf);
        }
    }
}
