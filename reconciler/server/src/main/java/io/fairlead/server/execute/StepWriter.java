package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action;
import io.fairlead.engine.Action.CreatePod;
import io.fairlead.engine.Action.DeletePod;
import io.fairlead.engine.Action.DropRevision;
import io.fairlead.engine.Action.MarkPod;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.Action.RenumberRevision;
import io.fairlead.engine.Action.SaveRevision;
import io.fairlead.engine.Action.UpdateInPlace;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Resources.Deletion;
import java.util.Optional;

/// Turns one action into its requests: the only place of the service that writes pods and revisions. Every answer
/// goes to the store before anybody hears of it.
final class StepWriter {
    private final Resources resources;
    private final LiveStore store;

    StepWriter(Resources resources, LiveStore store) {
        this.resources = resources;
        this.store = store;
    }

    StepResult write(String namespace, Action action) {
        return switch (action) {
            case SaveRevision save -> StepResult.of(save(namespace, save));
            case RenumberRevision renumber -> StepResult.of(renumber(namespace, renumber));
            case DropRevision drop -> StepResult.of(drop(namespace, drop));
            case CreatePod create -> StepResult.of(create(namespace, create));
            case DeletePod delete -> StepResult.of(delete(delete));
            case UpdateInPlace update -> updateInPlace(update);
            case MarkPod mark -> StepResult.of(patch(mark.pod(), mark.patch()));
        };
    }

    private Outcome save(String namespace, SaveRevision save) {
        Outcome outcome = resources.create(ResourceType.CONTROLLER_REVISION, namespace, save.revision());
        if (outcome instanceof Outcome.Applied(JsonNode revision)) {
            store.putRevision(revision);
        }
        return outcome;
    }

    private Outcome renumber(String namespace, RenumberRevision renumber) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", renumber.resourceVersion());
        patch.put("revision", renumber.revision());
        ObjectPath path = ObjectPath.of(ResourceType.CONTROLLER_REVISION, namespace, renumber.name());
        Outcome outcome = resources.patch(path, ContentType.MERGE_PATCH, patch);
        if (outcome instanceof Outcome.Applied(JsonNode revision)) {
            store.putRevision(revision);
        }
        return outcome;
    }

    private Outcome drop(String namespace, DropRevision drop) {
        ObjectPath path = ObjectPath.of(ResourceType.CONTROLLER_REVISION, namespace, drop.name());
        Deletion deletion = new Deletion(
                Optional.of(drop.uid()), Optional.empty(), Deletion.Propagation.BACKGROUND, Optional.empty());
        Outcome outcome = resources.delete(path, deletion);
        if (outcome instanceof Outcome.Applied) {
            store.dropRevision(namespace, drop.name(), drop.uid());
        }
        return outcome;
    }

    private Outcome create(String namespace, CreatePod create) {
        Outcome outcome = resources.create(ResourceType.POD, namespace, create.pod());
        if (outcome instanceof Outcome.Applied(JsonNode pod)) {
            store.putPod(pod);
        }
        return outcome;
    }

    /// With the resourceVersion too where the pod serves: it must be the pod, in the state, that the budget was
    /// counted on.
    private Outcome delete(DeletePod delete) {
        PodRef pod = delete.pod();
        Deletion deletion = new Deletion(
                Optional.of(pod.uid()),
                delete.isDisruptive() ? Optional.of(pod.resourceVersion()) : Optional.empty(),
                Deletion.Propagation.BACKGROUND,
                Optional.empty());
        Outcome outcome = resources.delete(path(pod), deletion);
        switch (outcome) {
            case Outcome.Applied(JsonNode left)
            when left.path("metadata").hasNonNull("deletionTimestamp") -> store.putPod(left);
            case Outcome.Applied _, Outcome.Gone _ -> store.dropPod(pod);
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> {}
        }
        return outcome;
    }

    /// The pod leaves its services before its containers change: the second write only after the first was
    /// accepted.
    private StepResult updateInPlace(UpdateInPlace update) {
        Outcome notReady = patch(update.pod(), update.notReady());
        return notReady instanceof Outcome.Applied
                ? StepResult.after(patch(update.pod(), update.change()))
                : StepResult.of(notReady);
    }

    private Outcome patch(PodRef pod, PodPatch patch) {
        ContentType format = switch (patch.format()) {
            case JSON_PATCH -> ContentType.JSON_PATCH;
            case STRATEGIC_MERGE -> ContentType.STRATEGIC_MERGE_PATCH;
        };
        Outcome outcome = resources.patch(patch.isStatus() ? path(pod).status() : path(pod), format, patch.body());
        switch (outcome) {
            case Outcome.Applied(JsonNode after) -> store.putPod(after);
            case Outcome.Gone _ -> store.dropPod(pod);
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> {}
        }
        return outcome;
    }

    private static ObjectPath path(PodRef pod) {
        return ObjectPath.of(ResourceType.POD, pod.namespace(), pod.name());
    }
}
