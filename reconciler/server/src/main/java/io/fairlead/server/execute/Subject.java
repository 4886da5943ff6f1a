package io.fairlead.server.execute;

import io.fairlead.engine.Action;
import io.fairlead.engine.Action.CreatePod;
import io.fairlead.engine.Action.DeletePod;
import io.fairlead.engine.Action.DropRevision;
import io.fairlead.engine.Action.MarkPod;
import io.fairlead.engine.Action.RenumberRevision;
import io.fairlead.engine.Action.SaveRevision;
import io.fairlead.engine.Action.UpdateInPlace;
import io.fairlead.engine.PodView.PodRef;
import java.util.Optional;

/// What an action is about: two steps on one subject are never under way together.
///
/// @param name uid of a pod that lives, name of a pod to create or of a revision
record Subject(Sort sort, String name) {
    /// Steps of one sort draw on one sum: see [Intake].
    enum Sort {
        REVISION,
        CREATE,
        DELETE,
        UPDATE,
        MARK
    }

    static Subject of(Action action) {
        return switch (action) {
            case SaveRevision save ->
                new Subject(
                        Sort.REVISION,
                        save.revision().path("metadata").path("name").asText());
            case RenumberRevision renumber -> new Subject(Sort.REVISION, renumber.name());
            case DropRevision drop -> new Subject(Sort.REVISION, drop.name());
            case CreatePod create -> new Subject(Sort.CREATE, create.name());
            case DeletePod delete -> new Subject(Sort.DELETE, delete.pod().uid());
            case UpdateInPlace update -> new Subject(Sort.UPDATE, update.pod().uid());
            // What a mark writes beside the status may make the pod an updated one, so it counts as an update.
            case MarkPod mark ->
                new Subject(
                        mark.patch().isStatus() ? Sort.MARK : Sort.UPDATE,
                        mark.pod().uid());
        };
    }

    static boolean isDisruptive(Action action) {
        return switch (action) {
            case DeletePod delete -> delete.isDisruptive();
            case UpdateInPlace update -> update.isDisruptive();
            case SaveRevision _, RenumberRevision _, DropRevision _, CreatePod _, MarkPod _ -> false;
        };
    }

    /// The living pod that an action changes.
    static Optional<PodRef> pod(Action action) {
        return switch (action) {
            case DeletePod delete -> Optional.of(delete.pod());
            case UpdateInPlace update -> Optional.of(update.pod());
            case MarkPod mark -> Optional.of(mark.pod());
            case SaveRevision _, RenumberRevision _, DropRevision _, CreatePod _ -> Optional.empty();
        };
    }
}
