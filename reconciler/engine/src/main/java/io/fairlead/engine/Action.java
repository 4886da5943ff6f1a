package io.fairlead.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.PodView.PodRef;

/// One effect on the cluster. Closed on purpose: a new one means editing the executor, the access rules and the
/// simulator, and the compiler lists them.
public sealed interface Action {
    /// Creates a ControllerRevision.
    record SaveRevision(JsonNode revision) implements Action {}

    /// Gives an existing ControllerRevision a new revision number (a template that came back).
    record RenumberRevision(String name, String resourceVersion, long revision) implements Action {}

    /// Deletes a ControllerRevision that nothing uses any more.
    record DropRevision(String name, String uid) implements Action {}

    /// Creates a pod from a complete manifest that carries its final name.
    record CreatePod(String name, JsonNode pod) implements Action {}

    /// Deletes a pod, fenced by uid and, where it was available, by resourceVersion.
    record DeletePod(PodRef pod, boolean isDisruptive) implements Action {}

    /// Takes a pod out of service, then changes its containers: two writes in this order, the second only after the
    /// first was applied. `notReady` carries uid and resourceVersion; `change` tests what the decision rests on.
    record UpdateInPlace(PodRef pod, PodPatch notReady, PodPatch change, boolean isDisruptive) implements Action {}

    /// One write to one pod that disrupts nothing: back in service, a state label, an owner released, or the second
    /// half of an update that was cut short.
    record MarkPod(PodRef pod, PodPatch patch) implements Action {}

    /// A patch of a pod.
    ///
    /// @param isStatus goes to the status subresource
    /// @param format how the server has to read the body
    record PodPatch(boolean isStatus, Format format, JsonNode body) {
        public enum Format {
            JSON_PATCH,
            STRATEGIC_MERGE
        }
    }
}
