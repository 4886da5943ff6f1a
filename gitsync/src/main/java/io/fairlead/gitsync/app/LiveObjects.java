package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.discovery.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for objects that carry the labels of a scope although its Delivery does not tell of them.
final class LiveObjects {
    /// The kinds that are looked at: those whose pods a forgotten approval could move, and the plain ones that nearly
    /// every scope has. `apiVersion` and kind.
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

    /// One object that carries the labels.
    record Live(ObjectKey key, String apiVersion, String uid) {}

    /// The first live object of the scope, or a sentence that nobody can tell; empty if there is none for certain.
    Optional<String> find(Identity identity, String namespace) {
        for (Kind kind : KINDS) {
            Optional<List<Live>> found = list(kind, identity, namespace);
            if (found.isEmpty()) {
                return Optional.of("what is live cannot be listed, so some " + kind.kind());
            }
            if (!found.get().isEmpty()) {
                return Optional.of(
                        kind.kind() + "/" + found.get().getFirst().key().name());
            }
        }
        return Optional.empty();
    }

    /// Every live object of the scope, of the kinds that are looked at; empty if that cannot be told now.
    Optional<List<Live>> all(Identity identity, String namespace) {
        List<Live> all = new ArrayList<>();
        for (Kind kind : KINDS) {
            Optional<List<Live>> found = list(kind, identity, namespace);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(found.get());
        }
        return Optional.of(all);
    }

    private Optional<List<Live>> list(Kind kind, Identity identity, String namespace) {
        if (!(discovery.find(kind.apiVersion(), kind.kind()) instanceof Discovery.Answer.Served(ResourceType type))
                || type.isNamespaced() == namespace.isEmpty()) {
            return Optional.of(List.of());
        }
        Selection selection = new Selection(
                type,
                namespace,
                ObjectApplier.SOURCE_LABEL + "=" + identity.source() + "," + ObjectApplier.SCOPE_LABEL + "="
                        + identity.scope(),
                "");
        return switch (resources.list(selection, object -> live(type, object))) {
            case Resources.Listing.Complete<Live>(List<Live> found, String _) -> Optional.of(found);
            case Resources.Listing.Incomplete<Live> _ -> Optional.empty();
        };
    }

    private static Live live(ResourceType type, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        ObjectKey key = new ObjectKey(
                type.group(),
                type.kind(),
                metadata.path("namespace").asText(""),
                metadata.path("name").asText());
        return new Live(key, type.apiVersion(), metadata.path("uid").asText());
    }
}
