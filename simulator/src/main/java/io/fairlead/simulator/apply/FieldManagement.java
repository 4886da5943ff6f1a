package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps `metadata.managedFields`. Objects that are passed in are not changed; results share what did not change with
/// them.
///
/// Where it stands in the handling of a write: after decoding, defaulting and pruning, before admission and the kind's
/// strategy, so that what these set belongs to nobody. [#settle] comes last of all, right before storing.
public final class FieldManagement {
    private FieldManagement() {}

    /// Who writes.
    ///
    /// @param subresource empty for the object itself; `scale` works on the scaled object itself, with its kind and
    ///     version (entries of a scale have no time)
    /// @param apiVersion of the request
    /// @param hasStatus whether the kind has a status subresource, so that a write of the object itself leaves its
    ///     status alone; false for custom kinds without one
    public record Writer(String manager, String subresource, String apiVersion, boolean hasStatus) {
        public Writer(String manager, String subresource, String apiVersion) {
            this(manager, subresource, apiVersion, true);
        }

        boolean isScale() {
            return subresource.equals("scale");
        }
    }

    /// The result of a server-side apply: merged with the live object, ownership brought up to date. Equal to the live
    /// object (times of managedFields included) where nothing changes. Defaults are the caller's business.
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
        return Application.apply(schema, live, applied, writer, isForced, now);
    }

    /// Brings ownership up to date after a create, update or patch.
    ///
    /// @param before null for a create
    /// @param after the object as it is to be stored, its `managedFields` as the client sent them
    /// @return `after` with the managedFields that are to be stored
    public static ObjectNode update(
            Schema schema, @Nullable ObjectNode before, ObjectNode after, Writer writer, Instant now) {
        return Tracking.update(schema, before, after, writer, now);
    }

    /// The last step before storing: where only times of managers differ (and perhaps the resourceVersion that the
    /// client sent), nothing is to be stored.
    ///
    /// @return `before` itself where nothing changes, else `after`
    public static ObjectNode settle(ObjectNode before, ObjectNode after) {
        return Tracking.settle(before, after);
    }
}
