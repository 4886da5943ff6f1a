package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import io.fairlead.engine.inplace.InPlaceDiff;
import io.fairlead.engine.inplace.InPlacePatches;
import io.fairlead.engine.revision.PodRevision;
import io.fairlead.engine.revision.RevisionBook;
import io.fairlead.engine.rollout.Member;
import io.fairlead.engine.rollout.UpdateMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How each pod would be updated. Templates are compared once for each revision that pods are on, however many pods
/// there are. Lives as long as one plan.
final class UpdateMethods {
    private final RevisionBook book;
    private final PodUpdatePolicy policy;
    private final Map<String, InPlaceDiff> byRevision = new HashMap<>();

    UpdateMethods(RevisionBook book, PodUpdatePolicy policy) {
        this.book = book;
        this.policy = policy;
    }

    UpdateMethod of(Member member) {
        return switch (policy) {
            case RECREATE -> new UpdateMethod.Recreate("podUpdatePolicy is ReCreate");
            case IN_PLACE_IF_POSSIBLE ->
                switch (diff(member)) {
                    case InPlaceDiff.Eligible eligible -> new UpdateMethod.InPlace(eligible);
                    case InPlaceDiff.Ineligible other -> new UpdateMethod.Recreate(other.reason());
                };
            case IN_PLACE_ONLY ->
                switch (diff(member)) {
                    case InPlaceDiff.Eligible eligible -> new UpdateMethod.InPlace(eligible);
                    case InPlaceDiff.Ineligible other -> new UpdateMethod.Impossible(other.reason());
                };
        };
    }

    /// The revision that a candidate goes to: a pod on the update revision can only be on its way back.
    Optional<PodRevision> wantedFor(Member member) {
        return member.isUpdated() ? book.current() : Optional.of(book.update());
    }

    private InPlaceDiff diff(Member member) {
        InPlaceDiff diff = byRevision.computeIfAbsent(member.revision(), hash -> between(hash, member));
        if (diff instanceof InPlaceDiff.Eligible eligible) {
            Optional<String> missing = InPlacePatches.missingContainer(member.pod(), eligible);
            if (missing.isPresent()) {
                return new InPlaceDiff.Ineligible("the pod has no container " + missing.get());
            }
        }
        return diff;
    }

    private InPlaceDiff between(String hash, Member member) {
        PodRevision own = book.byHash().get(hash);
        Optional<PodRevision> wanted = wantedFor(member);
        if (own == null || wanted.isEmpty()) {
            // Nobody can tell what the pod was made of.
            return new InPlaceDiff.Ineligible(
                    "the pod's revision " + (hash.isEmpty() ? "label" : hash) + " is missing");
        }
        return InPlaceDiff.between(own.form(), wanted.get().form());
    }
}
