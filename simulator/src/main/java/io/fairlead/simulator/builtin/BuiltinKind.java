package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the API server does to objects of one built-in kind before it stores them. Immutable.
public interface BuiltinKind {
    /// Fills in defaults and what the kind's strategy sets (a new pod's `status.phase`, `qosClass` …), in place.
    ///
    /// @param old the stored object where there is one
    void prepare(ObjectNode object, Optional<ObjectNode> old, Instant now);

    /// @param old the stored object where there is one: then immutable fields are judged too
    List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old);

    /// Whether the difference between the two raises `metadata.generation`. False for kinds without one.
    boolean raisesGeneration(ObjectNode object, ObjectNode old);

    /// Whether a new object of this kind has `metadata.generation`.
    boolean hasGeneration();

    /// Warnings for the client, such as for deprecated fields.
    default List<String> warnings(ObjectNode object) {
        return List.of();
    }
}
