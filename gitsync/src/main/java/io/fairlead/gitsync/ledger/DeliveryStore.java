package io.fairlead.gitsync.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.policies.Evidence;

/// Loads and stores the `Delivery` objects of one namespace. Every store is a compare-and-swap.
public final class DeliveryStore {
    public static final ResourceType DELIVERY =
            new ResourceType("gitops.fairlead.io", "v1alpha1", "Delivery", "deliveries", true);

    private final Resources resources;
    private final String namespace;

    public DeliveryStore(Resources resources, String namespace) {
        this.resources = resources;
        this.namespace = namespace;
    }

    /// Which Delivery: a source's name, a scope's name and the stage, each a DNS label.
    public record Identity(String source, String scope, String stage) {
        /// A dot can be in neither part, so two identities never share a name.
        public String name() {
            return source + "." + scope;
        }
    }

    public sealed interface Loaded {
        /// @param version to store against
        record Found(DeliveryState state, String version) implements Loaded {}

        record Missing() implements Loaded {}

        record Unreachable(String message) implements Loaded {}
    }

    public sealed interface Stored {
        record Done(String version) implements Stored {}

        /// Somebody else wrote it: load again and decide again.
        record Outdated(String message) implements Stored {}

        record Failed(String message) implements Stored {}
    }

    public Loaded load(Identity identity) {
        return switch (resources.get(path(identity))) {
            case Outcome.Applied(JsonNode object) -> new Loaded.Found(DeliveryCodec.read(object), version(object));
            case Outcome.Gone _ -> new Loaded.Missing();
            case Outcome.Conflicted(String message) -> new Loaded.Unreachable(message);
            case Outcome.Refused(int code, String reason, String message) ->
                new Loaded.Unreachable(code + " " + reason + ": " + message);
            case Outcome.Throttled _ -> new Loaded.Unreachable("the API server asks to wait");
            case Outcome.Failed(String message, boolean _) -> new Loaded.Unreachable(message);
        };
    }

    /// @param version as loaded; empty to create
    public Stored store(Identity identity, DeliveryState state, String version) {
        ObjectNode delivery = JsonNodeFactory.instance.objectNode();
        delivery.put("apiVersion", DELIVERY.apiVersion()).put("kind", DELIVERY.kind());
        ObjectNode metadata = delivery.putObject("metadata");
        metadata.put("name", identity.name()).put("namespace", namespace);
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        delivery.putObject("spec")
                .put("source", identity.source())
                .put("scope", identity.scope())
                .put("stage", identity.stage());
        DeliveryCodec.write(state, delivery);
        Outcome outcome;
        if (version.isEmpty()) {
            outcome = resources.create(DELIVERY, namespace, delivery);
        } else if (state.memory() instanceof Evidence.Lost) {
            // Replacing the object would take away what may still be mended by hand.
            outcome = resources.patch(path(identity), ContentType.MERGE_PATCH, delivery);
        } else {
            outcome = resources.update(path(identity), delivery);
        }
        return switch (outcome) {
            case Outcome.Applied(JsonNode object) -> new Stored.Done(version(object));
            case Outcome.Conflicted(String message) -> new Stored.Outdated(message);
            case Outcome.Gone(String message) -> new Stored.Outdated(message);
            case Outcome.Refused(int code, String reason, String message) ->
                reason.equals("AlreadyExists")
                        ? new Stored.Outdated(message)
                        : new Stored.Failed(code + " " + reason + ": " + message);
            case Outcome.Throttled _ -> new Stored.Failed("the API server asks to wait");
            case Outcome.Failed(String message, boolean isUnknown) ->
                isUnknown ? new Stored.Outdated(message) : new Stored.Failed(message);
        };
    }

    private ObjectPath path(Identity identity) {
        return ObjectPath.of(DELIVERY, namespace, identity.name());
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }
}
