package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.Action;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.PodView;
import io.fairlead.engine.Step;
import io.fairlead.engine.Step.Reason;
import io.fairlead.engine.inplace.InPlaceDiff.Eligible;
import io.fairlead.engine.inplace.InPlacePatches;
import io.fairlead.engine.inplace.ServicePatches;
import io.fairlead.engine.revision.PodRevision;
import io.fairlead.engine.revision.RevisionBook;
import io.fairlead.engine.rollout.Census;
import io.fairlead.engine.rollout.Member;
import io.fairlead.engine.rollout.Rollout;
import io.fairlead.engine.rollout.Rollout.Update;
import io.fairlead.engine.rollout.UpdateMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Turns a decision into the writes on pods. At most one step a pod.
final class PodSteps {
    /// @param strays pods to let go
    record Request(
            Observed<CloneSet> observed, RevisionBook book, Census census, List<PodView> strays, Rollout rollout) {}

    private PodSteps() {}

    static List<Step> of(Request request) {
        List<Step> steps = new ArrayList<>();
        // What brings pods into service comes first: it only ever adds to what is available.
        steps.addAll(service(request));
        steps.addAll(releases(request));
        request.rollout().deletions().forEach(each -> steps.add(delete(each)));
        steps.addAll(creations(request));
        request.rollout().updates().forEach(each -> steps.add(update(request, each)));
        return steps;
    }

    private static List<Step> service(Request request) {
        Set<String> chosen = new HashSet<>();
        request.rollout().deletions().forEach(each -> chosen.add(each.pod().uid()));
        request.rollout()
                .updates()
                .forEach(each -> chosen.add(each.member().pod().uid()));
        Instant now = request.observed().now();
        List<Step> steps = new ArrayList<>();
        for (Member member : request.census().members()) {
            PodView pod = member.pod();
            // An available pod is in service.
            if (!member.isAvailable() && !chosen.contains(pod.uid())) {
                ServicePatches.due(pod, now)
                        .ifPresent(patch -> steps.add(mark(pod, patch, "PodInService", "into service")));
            }
        }
        return steps;
    }

    private static List<Step> releases(Request request) {
        String owner = request.observed().object().uid();
        return request.strays().stream()
                .map(pod -> mark(
                        pod,
                        ServicePatches.release(pod, owner),
                        "ReleasePod",
                        "its labels no longer match the selector"))
                .toList();
    }

    private static Step mark(PodView pod, PodPatch patch, String code, String what) {
        return new Step(new Action.MarkPod(pod.ref(), patch), new Reason(code, "pod " + pod.name() + ": " + what));
    }

    private static Step delete(Member member) {
        String why = member.isSpecified() ? "asked for by name or label" : "more pods than replicas";
        return new Step(
                new Action.DeletePod(member.pod().ref(), member.isAvailable()),
                new Reason("SuccessfulDelete", "delete pod " + member.pod().name() + ": " + why));
    }

    private static List<Step> creations(Request request) {
        Rollout rollout = request.rollout();
        int count = rollout.createOld() + rollout.createUpdated();
        if (count == 0) {
            return List.of();
        }
        Observed<CloneSet> observed = request.observed();
        CloneSet cloneSet = observed.object();
        RevisionBook.Owner owner = CloneSetPlanner.owner(cloneSet);
        PodNames names = new PodNames(
                cloneSet.name(),
                cloneSet.uid(),
                observed.pods(),
                cloneSet.spec().scale().podsToDelete(),
                observed.now());
        PodRevision update = request.book().update();
        PodRevision old = request.book().current().orElse(update);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PodRevision revision = i < rollout.createOld() ? old : update;
            String id = names.next();
            String name = PodManifest.name(owner, id);
            steps.add(new Step(
                    new Action.CreatePod(name, PodManifest.of(owner, revision, id, observed.now())),
                    new Reason("SuccessfulCreate", "create pod " + name + " at revision " + revision.name())));
        }
        return steps;
    }

    private static Step update(Request request, Update update) {
        Member member = update.member();
        return switch (update.method()) {
            case UpdateMethod.Recreate recreate ->
                new Step(
                        new Action.DeletePod(member.pod().ref(), member.isAvailable()),
                        new Reason(
                                "SuccessfulUpdatePodReCreate",
                                "delete pod " + member.pod().name() + " to update it: " + recreate.reason()));
            case UpdateMethod.InPlace inPlace -> inPlace(request, member, inPlace.diff());
            case UpdateMethod.Impossible impossible ->
                throw new IllegalStateException("an impossible update was chosen: " + impossible.reason());
        };
    }

    private static Step inPlace(Request request, Member member, Eligible diff) {
        PodView pod = member.pod();
        Instant now = request.observed().now();
        PodRevision update = request.book().update();
        PodRevision wanted =
                request.rollout().isBack() ? request.book().current().orElse(update) : update;
        InPlacePatches.Change change = new InPlacePatches.Change(pod, diff, wanted.name(), now);
        Reason reason =
                new Reason("SuccessfulUpdatePodInPlace", "update pod " + pod.name() + " in place to " + wanted.name());
        if (diff.isMetadataOnly()) {
            return new Step(new Action.MarkPod(pod.ref(), InPlacePatches.changeMetadata(change)), reason);
        }
        PodPatch patch = InPlacePatches.change(change);
        if (member.isDrained()) {
            return new Step(new Action.MarkPod(pod.ref(), patch), reason);
        }
        PodPatch notReady = InPlacePatches.notReady(pod, now);
        return new Step(new Action.UpdateInPlace(pod.ref(), notReady, patch, member.isAvailable()), reason);
    }
}
