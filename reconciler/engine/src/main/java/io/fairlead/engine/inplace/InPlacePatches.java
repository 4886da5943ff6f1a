package io.fairlead.engine.inplace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.Action.PodPatch.Format;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ContainerView;
import io.fairlead.engine.inplace.InPlaceDiff.Eligible;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The writes that change a pod in place.
public final class InPlacePatches {
    private InPlacePatches() {}

    /// What a pod is to be changed to.
    ///
    /// @param revision full name of the revision
    public record Change(PodView pod, Eligible diff, String revision, Instant now) {}

    /// The pod was taken out of service for a change that has not been made: only the change itself is due. The
    /// annotation is checked because the change can only be written where some annotation exists.
    public static boolean isDrained(PodView pod) {
        return PodState.of(pod.labels()) == PodState.UPDATING
                && pod.annotations().containsKey(PodKeys.LIFECYCLE_TIMESTAMP)
                && (!pod.readinessGates().contains(PodKeys.IN_PLACE_READY)
                        || pod.condition(PodKeys.IN_PLACE_READY)
                                .map(each -> each.status().equals("False"))
                                .orElse(false));
    }

    /// The container that this pod lacks although its images are to change.
    public static Optional<String> missingContainer(PodView pod, Eligible diff) {
        return diff.images().keySet().stream()
                .filter(name -> indexOf(pod, name) < 0)
                .findFirst();
    }

    /// First write: out of service, fenced by uid and resourceVersion. `Ready` is turned off with the gate, since
    /// the kubelet would take its time (kruise does the same).
    public static PodPatch notReady(PodView pod, Instant now) {
        ObjectNode body = PatchBody.fenced(pod);
        PatchBody.setState(body, PodState.UPDATING, now);
        ArrayNode conditions = body.putObject("status").putArray("conditions");
        if (pod.readinessGates().contains(PodKeys.IN_PLACE_READY)) {
            conditions.add(
                    PatchBody.condition(PodKeys.IN_PLACE_READY, false, now).put("reason", "StartInPlaceUpdate"));
            if (pod.isConditionTrue("ContainersReady")) {
                conditions.add(PatchBody.condition("Ready", false, now).put("reason", "ReadinessGatesNotReady"));
            }
        }
        return new PodPatch(true, Format.STRATEGIC_MERGE, body);
    }

    /// Second write: images, revision and metadata, if uid, revision label and images are still those that were
    /// seen and the pod is still out of service: a pod that was put back meanwhile must not restart under traffic.
    /// Containers are found by name: something may have put others before them. Relies on the annotation that the
    /// first write left.
    public static PodPatch change(Change change) {
        PodView pod = change.pod();
        PatchBody body = new PatchBody()
                .testIdentity(pod)
                .testLabel(pod, PodKeys.REVISION)
                .test(PatchBody.path("metadata", "labels", PodKeys.LIFECYCLE_STATE), PodState.UPDATING.wire());
        SequencedMap<String, String> images = change.diff().images();
        for (Map.Entry<String, String> each : images.entrySet()) {
            body.test(imagePath(pod, each.getKey()), image(pod, each.getKey()));
        }
        for (Map.Entry<String, String> each : images.entrySet()) {
            body.replace(imagePath(pod, each.getKey()), each.getValue());
        }
        writeMetadata(body, "labels", change.diff().labels());
        writeMetadata(body, "annotations", change.diff().annotations());
        body.put(PatchBody.path("metadata", "labels", PodKeys.REVISION), change.revision());
        body.put(PatchBody.path("metadata", "labels", PodKeys.TEMPLATE_HASH), PodKeys.hashOf(change.revision()));
        body.put(PatchBody.path("metadata", "annotations", PodKeys.IN_PLACE_STATE), state(change));
        return body.toPatch(false);
    }

    /// The only write of a change that touches labels and annotations alone: readiness stays as it is. A strategic
    /// merge, because the pod may have no annotations yet; the resourceVersion stands for all tests.
    public static PodPatch changeMetadata(Change change) {
        ObjectNode body = PatchBody.fenced(change.pod());
        ObjectNode labels = body.withObject("/metadata").putObject("labels");
        ObjectNode annotations = body.withObject("/metadata").putObject("annotations");
        merge(labels, change.diff().labels());
        merge(annotations, change.diff().annotations());
        labels.put(PodKeys.REVISION, change.revision());
        labels.put(PodKeys.TEMPLATE_HASH, PodKeys.hashOf(change.revision()));
        annotations.put(PodKeys.IN_PLACE_STATE, state(change));
        return new PodPatch(false, Format.STRATEGIC_MERGE, body);
    }

    private static String state(Change change) {
        List<String> changed = List.copyOf(change.diff().images().keySet());
        return InPlaceState.next(change.pod(), change.revision(), changed, change.now())
                .toJson();
    }

    private static void merge(ObjectNode target, Map<String, Optional<String>> changes) {
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(text -> target.put(key, text), () -> target.putNull(key)));
    }

    private static void writeMetadata(PatchBody body, String field, Map<String, Optional<String>> changes) {
        changes.forEach((key, value) -> {
            String path = PatchBody.path("metadata", field, key);
            value.ifPresentOrElse(text -> body.put(path, text), () -> body.drop(path));
        });
    }

    private static String imagePath(PodView pod, String container) {
        return PatchBody.path("spec", "containers", Integer.toString(indexOf(pod, container)), "image");
    }

    private static String image(PodView pod, String container) {
        return pod.containers().get(indexOf(pod, container)).image();
    }

    private static int indexOf(PodView pod, String name) {
        List<ContainerView> containers = pod.containers();
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
