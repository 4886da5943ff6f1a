package io.fairlead.gitsync.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectHistory;
import java.util.List;
import java.util.SortedSet;

/// Loads and stores the `Delivery` objects of one namespace. Every store is a compare-and-swap.
public final class DeliveryStore {
    /// The annotation by which a person asks for a lost ledger to be set up anew. Whoever may write in the
    /// namespace of
    /// the Deliveries may ask; the ledger that is stored then takes it away.
    public static final String RESEED = "gitops.fairlead.io/reseed-ledger";

    /// The size of one Delivery as JSON. The API server's store takes 1.5 MiB, of which the bookkeeping of the API
    /// server itself wants a little.
    public static final int BYTES_MAX = 1_400_000;

    /// How many healthy contents of each object are kept where all of them do not fit.
    private static final List<Integer> HEALTHY_STEPS = List.of(ObjectHistory.HEALTHY_MAX, 5, 3, 1);

    private static final ObjectMapper JSON = new ObjectMapper();

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
        /// @param lost what to do if the state's ledger is lost
        record Found(DeliveryState state, String version, WhenLost lost) implements Loaded {}

        record Missing() implements Loaded {}

        record Unreachable(String message) implements Loaded {}
    }

    /// @param isReseedAsked a person wants the ledger set up anew
    /// @param revoked templates that can still be read from the damaged one
    public record WhenLost(boolean isReseedAsked, SortedSet<String> revoked) {}

    public sealed interface Stored {
        record Done(String version) implements Stored {}

        /// Somebody else wrote it: load again and decide again.
        record Outdated(String message) implements Stored {}

        record Failed(String message) implements Stored {}
    }

    public Loaded load(Identity identity) {
        return switch (resources.get(path(identity))) {
            case Outcome.Applied(JsonNode object) ->
                new Loaded.Found(
                        DeliveryCodec.read(object),
                        version(object),
                        new WhenLost(
                                object.path("metadata").path("annotations").has(RESEED),
                                DeliveryCodec.revoked(object)));
            case Outcome.Gone _ -> new Loaded.Missing();
            case Outcome.Conflicted(String message) -> new Loaded.Unreachable(message);
            case Outcome.Refused(int code, String reason, String message) ->
                new Loaded.Unreachable(code + " " + reason + ": " + message);
            case Outcome.Throttled _ -> new Loaded.Unreachable("the API server asks to wait");
            case Outcome.Failed(String message, boolean _) -> new Loaded.Unreachable(message);
        };
    }

    /// Stores the state; where it is too large, with fewer healthy contents, and at last not at all.
    ///
    /// @param version as loaded; empty to create
    public Stored store(Identity identity, DeliveryState state, String version) {
        for (int contents : HEALTHY_STEPS) {
            DeliveryState fitting = state.memory() instanceof Evidence.Remembered(Ledger ledger)
                    ? state.withMemory(new Evidence.Remembered(ledger.keepingHealthy(contents)))
                    : state;
            ObjectNode delivery = delivery(identity, fitting, version);
            if (size(delivery) <= BYTES_MAX) {
                return store(identity, state, version, delivery);
            }
        }
        return new Stored.Failed("what has to be remembered of " + identity.name() + " takes more than " + BYTES_MAX
                + " bytes, and the API server could not store it: split the scope into several scopes");
    }

    private static int size(ObjectNode delivery) {
        try {
            return JSON.writeValueAsBytes(delivery).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that is no JSON", e);
        }
    }

    private ObjectNode delivery(Identity identity, DeliveryState state, String version) {
        ObjectNode delivery = JsonNodeFactory.instance.objectNode();
        delivery.put("apiVersion", ResourceType.DELIVERY.apiVersion()).put("kind", ResourceType.DELIVERY.kind());
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
        return delivery;
    }

    private Stored store(Identity identity, DeliveryState state, String version, ObjectNode delivery) {
        Outcome outcome;
        if (version.isEmpty()) {
            outcome = resources.create(ResourceType.DELIVERY, namespace, delivery);
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
        return ObjectPath.of(ResourceType.DELIVERY, namespace, identity.name());
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }
}
