package io.fairlead.engine.inplace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.Action.PodPatch.Format;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ConditionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The writes that bring a pod into service or let it go; none of them disrupts.
public final class ServicePatches {
    private ServicePatches() {}

    /// The write that an active pod is due, if any: into service once it is bound, back into service once its
    /// in-place update has ended. One write does gate and state together.
    public static Optional<PodPatch> due(PodView pod, Instant now) {
        PodState state = PodState.of(pod.labels());
        boolean isGated = pod.readinessGates().contains(PodKeys.IN_PLACE_READY);
        Optional<ConditionView> gate = pod.condition(PodKeys.IN_PLACE_READY);
        boolean isGateOpen =
                !isGated || gate.map(each -> each.status().equals("True")).orElse(false);
        if (isGateOpen && state.isInService()) {
            return Optional.empty();
        }
        return switch (state) {
            // Somebody else decides about these.
            case PREPARING_DELETE, UNKNOWN -> Optional.empty();
            case PREPARING_NORMAL, NONE, NORMAL -> {
                boolean isNew = isGated && gate.isEmpty();
                boolean isReached = isNew ? !pod.nodeName().isEmpty() : isBoundAndComplete(pod);
                yield isReached ? Optional.of(intoService(pod, isGated, now)) : Optional.empty();
            }
            case PREPARING_UPDATE, UPDATING, UPDATED ->
                InPlaceState.isComplete(pod) ? Optional.of(intoService(pod, isGated, now)) : Optional.empty();
        };
    }

    private static boolean isBoundAndComplete(PodView pod) {
        return !pod.nodeName().isEmpty() && InPlaceState.isComplete(pod);
    }

    private static PodPatch intoService(PodView pod, boolean isGated, Instant now) {
        JsonNode ready = PatchBody.condition(PodKeys.IN_PLACE_READY, true, now);
        boolean hasLabels =
                pod.labels().containsKey(PodKeys.REVISION) && pod.labels().containsKey(PodKeys.LIFECYCLE_STATE);
        if (!hasLabels || (isGated && pod.conditions().isEmpty())) {
            ObjectNode body = PatchBody.fenced(pod);
            body.withObject("/metadata").putObject("labels").put(PodKeys.LIFECYCLE_STATE, PodState.NORMAL.wire());
            if (isGated) {
                body.putObject("status").putArray("conditions").add(ready);
            }
            return new PodPatch(true, Format.STRATEGIC_MERGE, body);
        }
        PatchBody body = new PatchBody()
                .testIdentity(pod)
                .testLabel(pod, PodKeys.REVISION)
                .testLabel(pod, PodKeys.LIFECYCLE_STATE);
        if (isGated) {
            int index = indexOf(pod.conditions());
            if (index < 0) {
                body.put(PatchBody.path("status", "conditions", "-"), ready);
            } else {
                String path = PatchBody.path("status", "conditions", Integer.toString(index));
                body.test(path + "/type", PodKeys.IN_PLACE_READY).replace(path, ready);
            }
        }
        body.put(PatchBody.path("metadata", "labels", PodKeys.LIFECYCLE_STATE), PodState.NORMAL.wire());
        return body.toPatch(true);
    }

    private static int indexOf(List<ConditionView> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).type().equals(PodKeys.IN_PLACE_READY)) {
                return i;
            }
        }
        return -1;
    }

    /// Ends the ownership of a pod whose labels no longer match the selector; the pod lives on.
    public static PodPatch release(PodView pod, String ownerUid) {
        ObjectNode body = PatchBody.fenced(pod);
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("$patch", "delete").put("uid", ownerUid);
        body.withObject("/metadata").putArray("ownerReferences").add(reference);
        return new PodPatch(false, Format.STRATEGIC_MERGE, body);
    }
}
