package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.util.Collection;
import java.util.Optional;

/// Answers what is asked about the server itself: `/api`, `/apis…` (also aggregated), `/openapi/v3…`, `/version`,
/// `/healthz`, `/livez`, `/readyz`.
public final class DiscoveryDocuments {
    private DiscoveryDocuments() {}

    /// @param kinds all that are served now, built-in ones and custom ones
    /// @param definitions the CustomResourceDefinitions that are served now
    /// @return empty if the path asks for objects
    public static Optional<ApiReply> answer(
            ApiCall call, Collection<ServedKind> kinds, Collection<ObjectNode> definitions) {
        return Optional.empty();
    }
}
