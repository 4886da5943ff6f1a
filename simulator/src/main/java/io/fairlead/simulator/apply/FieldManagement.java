package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps `metadata.managedFields`. Objects that are passed in are not changed.
public final class FieldManagement {
    private FieldManagement() {}

    /// Who writes.
    ///
    /// @param subresource empty for the object itself
    /// @param apiVersion of the request
    public record Writer(String manager, String subresource, String apiVersion) {}

    /// The result of a server-side apply: merged with the live object, ownership brought up to date. Equal to the
    /// live object (times of managedFields included) where nothing changes.
    ///
    /// @param live null where the object is to be created
    /// @param applied as it came with the request
    /// @throws StatusException 409 with the conflicts, or 400/500 where the applied object is malformed
    public static ObjectNode apply(
            Schema schema,
            @Nullable ObjectNode live,
            ObjectNode applied,
            Writer writer,
            boolean isForced,
            Instant now) {
        throw StatusException.notModelled("server-side apply");
    }

    /// Brings ownership up to date after a create, update or patch.
    ///
    /// @param before null for a create
    /// @param after the object as it is to be stored, its `managedFields` as the client sent them
    /// @return `after` with the managedFields that are to be stored
    public static ObjectNode update(
            Schema schema, @Nullable ObjectNode before, ObjectNode after, Writer writer, Instant now) {
        return after;
    }
}
