package io.fairlead.api;

import java.util.Objects;

/// Why a manifest or an object cannot be used: the field, as people write it (`spec.updateStrategy.type`,
/// `spec.scopes[2].name`), and what is wrong with it. The message never repeats the value of a secret.
public record Defect(String path, String message) {
    public Defect {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    /// `spec.replicas: must be 0 or more`.
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
