package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent.Rounding;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionPolicy;
import io.fairlead.gitsync.git.AllowedKeys;
import io.fairlead.gitsync.promote.PruneGuard;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.GatePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads what the cluster's PromotionPolicy asks of a source. Anything that cannot be read holds back.
final class Policies {
    private static final int PERCENT = 100;

    private final Resources resources;

    Policies(Resources resources) {
        this.resources = resources;
    }

    sealed interface Answer {
        /// @param keys of the people who may promote in the stage
        /// @param isSignatureWanted where something needs a tag, the policy wants a signed one
        record InForce(GatePolicy policy, AllowedKeys keys, PruneGuard guard, boolean isSignatureWanted)
                implements Answer {}

        /// Nothing of the source may change until somebody mends it.
        record Unusable(String why) implements Answer {}
    }

    Answer of(GitSource source) {
        Optional<String> name = source.spec().policyName();
        if (name.isEmpty()) {
            return new Answer.InForce(
                    GatePolicy.BY_TAG, AllowedKeys.parse(new LinkedHashMap<>()), PruneGuard.DEFAULT, true);
        }
        return switch (resources.get(ObjectPath.of(ResourceType.PROMOTION_POLICY, "", name.get()))) {
            case Outcome.Applied(JsonNode object) ->
                switch (PromotionCodec.parsePolicy(object)) {
                    case Parsed.Valid<PromotionPolicy>(PromotionPolicy policy) ->
                        inForce(policy, source.spec().stage());
                    case Parsed.Invalid<PromotionPolicy> invalid ->
                        new Answer.Unusable("PromotionPolicy " + name.get() + " is not valid: "
                                + invalid.defects().getFirst());
                };
            case Outcome.Gone _ ->
                new Answer.Unusable("there is no PromotionPolicy " + name.get()
                        + ": create it, or take spec.policyRef out of the source");
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ ->
                new Answer.Unusable("PromotionPolicy " + name.get() + " cannot be read now");
        };
    }

    private static Answer inForce(PromotionPolicy policy, String stageName) {
        Optional<PromotionPolicy.Stage> found =
                policy.stages().stream().filter(s -> s.name().equals(stageName)).findFirst();
        if (found.isEmpty()) {
            return new Answer.Unusable("PromotionPolicy " + policy.meta().name() + " says nothing of the stage "
                    + stageName + ": add it to spec.stages");
        }
        PromotionPolicy.Stage stage = found.get();
        AllowedKeys keys = AllowedKeys.parse(keys(policy, stage));
        PromotionPolicy.Limit prune = policy.limits().prune();
        PromotionPolicy.Limit scaleIn = policy.limits().scaleIn();
        GatePolicy gates = new GatePolicy(
                stage.gate() == PromotionPolicy.Gate.AUTO ? List.of() : classes(stage.approvalFor()),
                stage.gate() == PromotionPolicy.Gate.TAG && stage.requiresSignature(),
                false,
                GatePolicy.APPROVAL_AGE_MAX,
                new GatePolicy.ScaleInLimit(scaleIn.count(), percent(scaleIn)));
        return new Answer.InForce(
                gates, keys, new PruneGuard(prune.count(), percent(prune)), stage.requiresSignature());
    }

    /// Shares are rounded down to whole percents: a limit may only become narrower by it.
    private static int percent(PromotionPolicy.Limit limit) {
        return Math.clamp(limit.share().resolve(PERCENT, Rounding.DOWN), 0, PERCENT);
    }

    private static SequencedMap<String, List<String>> keys(PromotionPolicy policy, PromotionPolicy.Stage stage) {
        SequencedMap<String, List<String>> keys = new LinkedHashMap<>();
        for (PromotionPolicy.Person person : policy.people()) {
            if (stage.promoters().contains(person.id())) {
                keys.put(person.id(), person.sshKeys());
            }
        }
        return keys;
    }

    static List<ChangeClass> classes(List<PromotionPolicy.Approval> approvals) {
        List<ChangeClass> classes = new ArrayList<>();
        for (PromotionPolicy.Approval approval : approvals) {
            classes.add(
                    switch (approval) {
                        case CREATE -> ChangeClass.CREATE;
                        case TEMPLATE -> ChangeClass.TEMPLATE;
                        case CONFIG -> ChangeClass.CONFIG;
                        case SCALE -> ChangeClass.SCALE;
                        case STRATEGY -> ChangeClass.STRATEGY;
                        case DELETE -> ChangeClass.DELETE;
                    });
        }
        return classes;
    }
}
