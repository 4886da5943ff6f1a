package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import org.jspecify.annotations.Nullable;

/// Hears of every change that the server stores, inside the model, in order, right after it became visible.
public interface CommitListener {
    /// One stored change.
    ///
    /// @param type in its storage version
    /// @param before null for a creation
    /// @param after null for a removal
    /// @param version the resourceVersion of the change
    /// @param call what asked for it: user, verb, field manager; null where the model did it itself
    record Commit(
            ResourceType type,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after,
            long version,
            io.fairlead.simulator.wire.@Nullable ApiCall call) {}

    void committed(Commit commit);
}
