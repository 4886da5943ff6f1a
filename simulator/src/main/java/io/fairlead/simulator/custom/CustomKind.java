package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a custom kind: what its definition makes of objects. Immutable; made once for each definition.
public interface CustomKind {
    /// Fills in defaults (also below defaults), in place.
    void applyDefaults(ObjectNode object);

    /// Removes fields that the schema does not know, in place.
    ///
    /// @return the paths of what was removed, as `fieldValidation` reports them
    List<String> prune(ObjectNode object);

    /// Schema and CEL rules, with transition rules where there is an old object (and ratcheting as the API server
    /// does it).
    List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old);
}
