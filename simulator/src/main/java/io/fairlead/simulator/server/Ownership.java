package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import org.jspecify.annotations.Nullable;

/// Who comes to own what by a write. Fields that the door of the request never changes are left out.
final class Ownership {
    private Ownership() {}

    /// Brings `metadata.managedFields` up to date, in place.
    ///
    /// @param before in the version of the request; null for a creation
    static void update(Request request, @Nullable ObjectNode before, ObjectNode after) {
        ObjectNode managed = FieldManagement.update(
                request.kind().served().schema(), before, after, request.writer(), request.now());
        Trees.take(Trees.metadata(after), Trees.metadata(managed), "managedFields");
    }

    /// Merges an applied configuration with the live object.
    static ObjectNode apply(Request request, @Nullable ObjectNode live, ObjectNode applied) {
        return FieldManagement.apply(
                request.kind().served().schema(),
                live,
                applied,
                request.writer(),
                request.options().isForced(),
                request.now());
    }
}
