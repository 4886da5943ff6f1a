package io.fairlead.simulator.builtin;

import java.util.Optional;

/// The built-in kinds that the model knows. What is not here is served by nobody: 501.
public final class BuiltinKinds {
    private BuiltinKinds() {}

    public static Optional<BuiltinKind> find(String group, String version, String kind) {
        return Optional.empty();
    }
}
