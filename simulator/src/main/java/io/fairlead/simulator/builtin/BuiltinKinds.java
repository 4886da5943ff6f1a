package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.Optional;

/// The built-in kinds that the model knows. What is not here is served by nobody: 501.
public final class BuiltinKinds {
    private BuiltinKinds() {}

    /// @param group empty for the core group
    public static Optional<BuiltinKind> find(String group, String version, String kind) {
        return Optional.empty();
    }

    /// The same object in another version of its kind (`v1` and `events.k8s.io/v1` Event share their storage). The
    /// argument is not changed.
    ///
    /// @param apiVersion `group/version`
    public static ObjectNode convert(ObjectNode object, String apiVersion) {
        if (object.path("apiVersion").asText().equals(apiVersion)) {
            return object;
        }
        throw StatusException.notModelled("conversion of " + object.path("kind").asText() + " to " + apiVersion);
    }
}
