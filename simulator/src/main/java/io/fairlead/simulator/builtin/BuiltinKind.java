package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the API server does to objects of one version of a built-in kind before it stores them. Immutable.
///
/// The order of a write is the server's: [#decode] (of a body, or of what a patch made of the stored object), field
/// management (so that defaults belong to the writer, but not what the strategy sets), [#prepare], [#validate],
/// [#warnings].
public interface BuiltinKind {
    /// A body as a typed server reads it.
    ///
    /// @param object new at every level that may still be changed: fields in the type's order, zero values that the
    ///     type omits left out, those that it always prints filled in, quantities canonical, defaults set
    /// @param strictErrors what strict decoding minds, in order: `unknown field "spec.foo"`
    record Decoded(ObjectNode object, List<String> strictErrors) {
        public Decoded {
            strictErrors = List.copyOf(strictErrors);
        }
    }

    /// Reads a body; it is not changed.
    ///
    /// @throws StatusException 400 with the decoder's message, where a value has the wrong type
    Decoded decode(JsonNode body);

    /// What the kind's strategy does before validation, in place: a new pod's `status.phase` and `qosClass`, the
    /// status
    /// of an update of the main resource taken from the stored object, `metadata.generation`.
    ///
    /// @param old the stored object where there is one
    /// @param subresource empty for the object itself
    void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now);

    /// The object's metadata included.
    ///
    /// @param old the stored object where there is one: then immutable fields are judged too
    /// @param subresource empty for the object itself
    List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource);

    /// Whether the difference between the two raises `metadata.generation`; [#prepare] has done so already. False for
    /// kinds without one.
    boolean raisesGeneration(ObjectNode object, ObjectNode old);

    /// Whether a new object of this kind has `metadata.generation`; [#prepare] has set it already.
    boolean hasGeneration();

    /// The fields that a write through this door never changes, so that nobody comes to own them: `status`,
    /// `metadata.labels`. Dots part the steps.
    List<String> resetFields(String subresource);

    /// The group that a refusal (`Invalid`) names: the kind's own, which is what an empty answer means, or that of
    /// its other version where the server judges them as one kind.
    default Optional<String> refusalGroup() {
        return Optional.empty();
    }

    /// Warnings for the client, such as for deprecated fields.
    default List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }
}
