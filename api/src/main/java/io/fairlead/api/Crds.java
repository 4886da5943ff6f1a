package io.fairlead.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The CustomResourceDefinitions that Fairlead needs, as YAML, one document each. An API server takes the bytes as
/// they
/// are (`application/apply-patch+yaml`).
public final class Crds {
    private static final List<String> NAMES = List.of(
            "clonesets.apps.kruise.io",
            "gitsources.gitops.fairlead.io",
            "promotionpolicies.gitops.fairlead.io",
            "promotionlimits.gitops.fairlead.io",
            "deliveries.gitops.fairlead.io");

    private Crds() {}

    /// The names of all definitions.
    public static List<String> names() {
        return NAMES;
    }

    /// The YAML of one definition.
    ///
    /// @throws IllegalArgumentException if the name is none of [#names]
    public static byte[] open(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no such definition: " + name);
        }
        try (InputStream in = Crds.class.getResourceAsStream("/io/fairlead/crds/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the definition is missing in the jar: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
