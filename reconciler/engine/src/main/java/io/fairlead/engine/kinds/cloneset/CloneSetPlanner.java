package io.fairlead.engine.kinds.cloneset;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.IntOrPercent.Rounding;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSet.UpdateStrategy;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.Plan;
import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodView;
import io.fairlead.engine.Step;
import io.fairlead.engine.revision.RevisionBook;
import io.fairlead.engine.rollout.Allowance;
import io.fairlead.engine.rollout.Census;
import io.fairlead.engine.rollout.Member;
import io.fairlead.engine.rollout.Rollout;
import io.fairlead.engine.rollout.RolloutEngine;
import io.fairlead.engine.rollout.RolloutInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Plans one CloneSet: read top to bottom.
final class CloneSetPlanner {
    static final String API_VERSION = CloneSet.GROUP + "/v1beta1";

    private CloneSetPlanner() {}

    static Plan plan(Observed<CloneSet> observed) {
        CloneSet cloneSet = observed.object();
        // Its pods end by garbage collection.
        if (cloneSet.deletionTime().isPresent()) {
            return Plan.nothing();
        }
        Allowance allowance = allowance(cloneSet.spec());
        Optional<CloneSetHold> hold = CloneSetHold.of(cloneSet);
        return hold.isPresent() ? held(observed, allowance, hold.get()) : moving(observed, allowance);
    }

    private static Plan moving(Observed<CloneSet> observed, Allowance allowance) {
        CloneSet cloneSet = observed.object();
        RevisionBook book = RevisionBook.open(revisionRequest(observed));
        Roster roster = Roster.of(observed);
        Census census = census(observed, roster, book.update().hash());
        UpdateMethods methods = new UpdateMethods(book, cloneSet.spec().update().policy());
        Rollout rollout = RolloutEngine.decide(new RolloutInput(
                allowance,
                census,
                !PodKeys.hashOf(book.currentName()).equals(book.update().hash()),
                book.current().isPresent(),
                UpdatePreference.of(cloneSet.spec().update().priority(), census.members()),
                methods::of));
        List<Step> steps = new ArrayList<>(book.steps());
        steps.addAll(PodSteps.of(new PodSteps.Request(observed, book, census, roster.strays(), rollout)));
        CloneSetStatus.Draft draft = CloneSetStatus.draft(new CloneSetStatus.Facts(
                observed,
                allowance,
                census,
                Optional.of(book),
                CloneSetTroubles.of(new CloneSetTroubles.Facts(observed, book, census, rollout))));
        return new Plan(
                steps, draft.changed(), budget(allowance, census), nextLook(observed, census, draft.nextLook()));
    }

    /// Nothing is written but the status, which says why.
    private static Plan held(Observed<CloneSet> observed, Allowance allowance, CloneSetHold hold) {
        Census census = census(
                observed,
                Roster.of(observed),
                PodKeys.hashOf(observed.object().status().updateRevision()));
        CloneSetStatus.Draft draft = CloneSetStatus.draft(new CloneSetStatus.Facts(
                observed, allowance, census, Optional.empty(), CloneSetTroubles.stalled(hold)));
        return new Plan(
                List.of(), draft.changed(), budget(allowance, census), nextLook(observed, census, draft.nextLook()));
    }

    /// Shares of the replicas in pods. `maxUnavailable` rounds up, but down where surge pods make room anyway.
    static Allowance allowance(CloneSet.Spec spec) {
        int replicas = spec.replicas();
        UpdateStrategy update = spec.update();
        int surge = update.isPaused() ? 0 : update.maxSurge().resolve(replicas, Rounding.UP);
        int unavailable = update.maxUnavailable().resolve(replicas, surge == 0 ? Rounding.UP : Rounding.DOWN);
        Optional<IntOrPercent> scale = spec.scale().maxUnavailable();
        return new Allowance(
                replicas,
                update.partition().resolvePartition(replicas),
                unavailable,
                surge,
                scale.map(each -> each.resolve(replicas, Rounding.UP)).orElse(Integer.MAX_VALUE),
                !update.isPaused() && update.type() == UpdateStrategy.Type.ROLLING_UPDATE);
    }

    private static RevisionBook.Request revisionRequest(Observed<CloneSet> observed) {
        CloneSet cloneSet = observed.object();
        // Thousands of pods carry a handful of labels.
        Set<String> labels = new HashSet<>();
        for (PodView pod : observed.pods()) {
            labels.add(pod.labels().getOrDefault(PodKeys.REVISION, ""));
        }
        Set<String> hashes = new TreeSet<>();
        labels.forEach(each -> hashes.add(PodKeys.hashOf(each)));
        JsonNode template = cloneSet.spec().template();
        return new RevisionBook.Request(
                owner(cloneSet),
                template,
                observed.revisions(),
                cloneSet.status().currentRevision(),
                cloneSet.status().collisionCount(),
                cloneSet.spec().revisionHistoryLimit(),
                hashes);
    }

    static RevisionBook.Owner owner(CloneSet cloneSet) {
        return new RevisionBook.Owner(
                API_VERSION,
                CloneSet.KIND,
                cloneSet.namespace(),
                cloneSet.name(),
                cloneSet.uid(),
                cloneSet.annotations());
    }

    private static Census census(Observed<CloneSet> observed, Roster roster, String updateHash) {
        CloneSet.Spec spec = observed.object().spec();
        Member.Yardstick yardstick =
                new Member.Yardstick(updateHash, spec.scale().podsToDelete(), spec.minReadySeconds(), observed.now());
        List<Member> members = new ArrayList<>(roster.pods().size());
        for (PodView pod : roster.pods()) {
            members.add(Member.of(pod, yardstick));
        }
        return Census.of(members);
    }

    private static Budget budget(Allowance allowance, Census census) {
        return new Budget(allowance.replicas(), allowance.maxUnavailable(), census.available());
    }

    /// When a ready pod becomes available by age, or the rollout runs out of time.
    private static Optional<Duration> nextLook(
            Observed<CloneSet> observed, Census census, Optional<Duration> progressDeadline) {
        long minReadySeconds = observed.object().spec().minReadySeconds();
        List<Duration> looks = new ArrayList<>();
        progressDeadline.ifPresent(looks::add);
        if (minReadySeconds > 0) {
            census.members().stream()
                    .filter(each -> each.isReady() && !each.isAvailable())
                    .map(each ->
                            Duration.between(observed.now(), each.readyTime().plusSeconds(minReadySeconds)))
                    .filter(each -> !each.isNegative())
                    // Old enough means strictly older.
                    .map(each -> each.plusMillis(1))
                    .forEach(looks::add);
        }
        return looks.stream().min(Comparator.naturalOrder());
    }
}
