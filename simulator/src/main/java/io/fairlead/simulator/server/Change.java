package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// One stored change, as watches tell of it.
///
/// @param before null for a creation
/// @param after the new state; for a removal the last state, with the removal's resourceVersion
record Change(long version, String key, @Nullable ObjectNode before, ObjectNode after, boolean isRemoval) {
    /// What the change left behind: null after a removal.
    @Nullable
    ObjectNode left() {
        return isRemoval ? null : after;
    }
}
