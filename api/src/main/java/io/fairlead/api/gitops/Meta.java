package io.fairlead.api.gitops;

import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.wire.ObjectReader;

/// Which object, and which state of it. `uid` and `resourceVersion` are empty, `generation` is 0, for a manifest that
/// no server has seen; `namespace` is empty for a cluster-scoped kind.
public record Meta(String namespace, String name, String uid, String resourceVersion, long generation) {
    static final String GROUP = "gitops.fairlead.io";

    static Meta read(ObjectReader root) {
        ObjectReader metadata = root.object("metadata");
        return new Meta(
                metadata.text("namespace", ""),
                metadata.text("name", ""),
                metadata.text("uid", ""),
                metadata.text("resourceVersion", ""),
                metadata.longInteger("generation", 0));
    }

    <T> Parsed<T> parsed(ObjectReader root, String kind, T value) {
        return root.defects().isEmpty()
                ? new Parsed.Valid<>(value)
                : new Parsed.Invalid<>(
                        new ObjectKey(GROUP, kind, namespace, name), uid, resourceVersion, generation, root.defects());
    }
}
