package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.Optional;

/// Turns objects and lists into Tables (`meta.k8s.io/v1`), as `Accept: application/json;as=Table` asks for.
public final class Tables {
    private Tables() {}

    /// @param answer an object or a list of the kind
    /// @param definition of a custom kind, with its printer columns
    /// @param includeObject `None`, `Metadata` or `Object`
    public static ObjectNode of(
            ServedKind kind,
            Optional<ObjectNode> definition,
            JsonNode answer,
            String includeObject,
            boolean withHeaders,
            Instant now) {
        throw StatusException.notModelled("tables");
    }
}
