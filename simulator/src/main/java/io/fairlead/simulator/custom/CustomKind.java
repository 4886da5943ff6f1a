package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a custom kind: what its definition makes of objects. Immutable; made once for each definition.
///
/// The API server reads an object by [#applyDefaults], then [#prune], then [#unreadable]; after a patch it does so
/// again.
public interface CustomKind {
    /// Fills in defaults (also below defaults), in place: the object must not share nodes with a stored one.
    void applyDefaults(ObjectNode object);

    /// Removes, in place, fields that the schema does not know, and nulls that it does not allow.
    ///
    /// @return the paths of unknown fields, sorted, as `fieldValidation` reports them
    List<String> prune(ObjectNode object);

    /// Embedded metadata that cannot be read. The API server answers with 400 and the first of these as the message.
    List<FieldError> unreadable(ObjectNode object);

    /// Schema and CEL rules, with transition rules where there is an old object (and ratcheting as the API server
    /// does it).
    List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old);

    /// For an update of the status subresource: the schema of the status only, but all CEL rules.
    List<FieldError> validateStatus(ObjectNode object, ObjectNode old);
}
