package io.fairlead.gitsync.app;

import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.discovery.Discovery;
import java.util.List;
import java.util.Optional;

/// Looks for objects that carry the labels of a scope although its Delivery is not there.
final class LiveObjects {
    /// The kinds that are looked at: those whose pods a forgotten approval could move, and the plain ones that
    /// nearly
    /// every
    /// scope has. `apiVersion` and kind.
    private static final List<Kind> KINDS = List.of(
            new Kind("apps.kruise.io/v1beta1", "CloneSet"),
            new Kind("apps/v1", "Deployment"),
            new Kind("apps/v1", "StatefulSet"),
            new Kind("apps/v1", "DaemonSet"),
            new Kind("batch/v1", "Job"),
            new Kind("batch/v1", "CronJob"),
            new Kind("v1", "ConfigMap"),
            new Kind("v1", "Secret"),
            new Kind("v1", "Service"),
            new Kind("v1", "Namespace"));

    private final Resources resources;
    private final Discovery discovery;

    LiveObjects(Resources resources, Discovery discovery) {
        this.resources = resources;
        this.discovery = discovery;
    }

    private record Kind(String apiVersion, String kind) {}

    /// The first live object of the scope, or a sentence that nobody can tell; empty if there is none for certain.
    Optional<String> find(Identity identity, String namespace) {
        for (Kind kind : KINDS) {
            if (discovery.find(kind.apiVersion(), kind.kind()) instanceof Discovery.Answer.Served(ResourceType type)
                    && (type.isNamespaced() != namespace.isEmpty())) {
                Selection selection = new Selection(
                        type,
                        type.isNamespaced() ? namespace : "",
                        ObjectApplier.SOURCE_LABEL + "=" + identity.source() + "," + ObjectApplier.SCOPE_LABEL + "="
                                + identity.scope(),
                        "");
                switch (resources.list(
                        selection, o -> o.path("metadata").path("name").asText())) {
                    case Resources.Listing.Complete<String>(List<String> names, String _) -> {
                        if (!names.isEmpty()) {
                            return Optional.of(kind.kind() + "/" + names.getFirst());
                        }
                    }
                    case Resources.Listing.Incomplete<String> _ -> {
                        return Optional.of("what is live cannot be listed, so some " + kind.kind());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
