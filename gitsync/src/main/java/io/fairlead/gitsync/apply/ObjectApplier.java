package io.fairlead.gitsync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.gitops.Marks;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.desired.PartitionField;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Resources.Deletion;
import io.fairlead.kube.discovery.Discovery;
import java.util.List;
import java.util.Optional;

/// Brings one object to the API server, or takes it away. Objects carry two labels that say which source and
/// scope they belong to; an object of another source or scope is never touched.
public final class ObjectApplier {
    public static final String SOURCE_LABEL = Marks.SOURCE;
    public static final String SCOPE_LABEL = Marks.SCOPE;

    /// An annotation by which a person stops everything on one object, or in one namespace; its value says why.
    public static final String FREEZE = Marks.FREEZE;

    /// The owner of every field that comes from Git. Changing it would give up all of them.
    public static final String FIELD_MANAGER = "fairlead-gitsync";

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    /// What the API server says of a webhook that has side effects: nothing about the content.
    private static final String NO_DRY_RUN = "does not support dry run";

    /// What the API server says, as a failure of its own, where a field has another type than its kind's.
    private static final String NOT_TYPED = "failed to create typed patch object";

    private final Resources resources;
    private final Discovery discovery;

    public ObjectApplier(Resources resources, Discovery discovery) {
        this.resources = resources;
        this.discovery = discovery;
    }

    /// What became of one object. Messages hold no field of a Secret.
    public sealed interface Result {
        /// @param object as the server holds it now
        record Applied(JsonNode object) implements Result {}

        record Pruned() implements Result {}

        /// A person has stopped everything on this object: nothing was written.
        record Frozen(String message) implements Result {}

        /// Somebody else's, or the server will not have it: it stays as it is until something changes.
        record Refused(String message) implements Result {}

        /// Worth another try.
        record Failed(String message) implements Result {}
    }

    /// Reads an object as it is live; empty if there is none or it cannot be read now.
    public Optional<JsonNode> live(ObjectKey key, String apiVersion) {
        return discovery.find(apiVersion, key.kind()) instanceof Discovery.Answer.Served(ResourceType type)
                        && resources.get(path(type, key)) instanceof Outcome.Applied(JsonNode object)
                ? Optional.of(object)
                : Optional.empty();
    }

    /// How a live object compares with a manifest.
    public sealed interface Sight {
        /// There is none, or it is somebody else's.
        record NotOurs() implements Sight {}

        /// Applying the manifest would change nothing.
        record Same(JsonNode live) implements Sight {}

        record Different(JsonNode live) implements Sight {}

        /// Nobody can tell now.
        record Unknown(String message) implements Sight {}
    }

    /// Asks the server what applying the manifest would do, without doing it.
    public Sight compare(ObjectKey key, ObjectNode manifest, Identity owner) {
        String apiVersion = manifest.path("apiVersion").asText("");
        if (!(discovery.find(apiVersion, key.kind()) instanceof Discovery.Answer.Served(ResourceType type))) {
            return new Sight.Unknown(key + ": " + apiVersion + " is not served");
        }
        ObjectPath path = path(type, key);
        return switch (resources.get(path)) {
            case Outcome.Gone _ -> new Sight.NotOurs();
            case Outcome.Applied(JsonNode live) ->
                isLabelled(live, owner)
                        ? compare(path, key, live, labelled(manifest, live, owner))
                        : new Sight.NotOurs();
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ ->
                new Sight.Unknown(key + ": cannot be read now");
        };
    }

    private Sight compare(ObjectPath path, ObjectKey key, JsonNode live, ObjectNode manifest) {
        return switch (resources.dryRun().apply(path, manifest, true)) {
            case Outcome.Applied(JsonNode would) ->
                content(would).equals(content(live)) ? new Sight.Same(live) : new Sight.Different(live);
            // The server would not have it: so it is not what is there.
            case Outcome.Refused _ -> new Sight.Different(live);
            case Outcome.Conflicted _, Outcome.Gone _, Outcome.Throttled _, Outcome.Failed _ ->
                new Sight.Unknown(key + ": cannot be compared now");
        };
    }

    /// Without the bookkeeping of the server.
    private static JsonNode content(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("status");
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        }
        return copy;
    }

    /// What the server says is wrong with a manifest, and with the pods of its template, without storing anything.
    /// Empty if it says nothing, cannot answer, or refuses for another reason than the content: the apply itself
    /// finds that, in its order.
    public Optional<String> defect(ObjectKey key, ObjectNode effective, Identity owner) {
        String apiVersion = effective.path("apiVersion").asText("");
        return switch (discovery.find(apiVersion, key.kind())) {
            case Discovery.Answer.NotServed(String message) -> {
                discovery.forget();
                yield Optional.of(key + ": " + message);
            }
            case Discovery.Answer.Unreachable _ -> Optional.empty();
            case Discovery.Answer.Served(ResourceType type) -> {
                Resources dry = resources.dryRun();
                ObjectNode manifest = labelled(effective, MissingNode.getInstance(), owner);
                yield contentDefect(key, dry.apply(path(type, key), manifest, true))
                        .or(() -> podDefect(key, effective, dry));
            }
        };
    }

    /// Our own kinds keep a template as it is written; only a pod shows what is wrong with it.
    private static Optional<String> podDefect(ObjectKey key, ObjectNode effective, Resources dry) {
        if (!PartitionField.isPartitioned(key)) {
            return Optional.empty();
        }
        ObjectNode pod = effective.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("generateName", "preflight-");
        JsonNode template = effective.at("/spec/template");
        for (String keys : List.of("labels", "annotations")) {
            JsonNode written = template.path("metadata").path(keys);
            if (!written.isMissingNode() && !written.isNull()) {
                metadata.set(keys, written);
            }
        }
        pod.set("spec", template.path("spec").deepCopy());
        return contentDefect(key, dry.create(ResourceType.POD, key.namespace(), pod))
                .map(why -> why + " (in spec.template)");
    }

    private static Optional<String> contentDefect(ObjectKey key, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(int code, String _, String message)
            when (code == UNPROCESSABLE || code == BAD_REQUEST) && !message.contains(NO_DRY_RUN) ->
                Optional.of(key + ": " + code + " " + safe(key, message));
            case Outcome.Failed(String message, boolean _)
            when message.contains(NOT_TYPED) -> Optional.of(key + ": " + safe(key, message));
            case Outcome.Refused _,
                    Outcome.Failed _,
                    Outcome.Applied _,
                    Outcome.Conflicted _,
                    Outcome.Gone _,
                    Outcome.Throttled _ -> Optional.empty();
        };
    }

    private static ObjectNode labelled(ObjectNode effective, JsonNode live, Identity owner) {
        ObjectNode manifest = effective.deepCopy();
        Replicas.keep(live, manifest);
        ObjectNode labels = manifest.withObject("/metadata/labels");
        labels.put(SOURCE_LABEL, owner.source()).put(SCOPE_LABEL, owner.scope());
        return manifest;
    }

    private static boolean isLabelled(JsonNode live, Identity owner) {
        JsonNode labels = live.path("metadata").path("labels");
        return labels.path(SOURCE_LABEL).asText().equals(owner.source())
                && labels.path(SCOPE_LABEL).asText().equals(owner.scope());
    }

    /// Applies a manifest server-side, taking over fields that others own: Git is where they are said. Replicas
    /// that the manifest leaves out belong to whoever scales.
    public Result apply(ObjectKey key, ObjectNode effective, Identity owner) {
        String apiVersion = effective.path("apiVersion").asText("");
        return switch (discovery.find(apiVersion, key.kind())) {
            case Discovery.Answer.NotServed(String message) -> {
                discovery.forget();
                yield new Result.Refused(key + ": " + message);
            }
            case Discovery.Answer.Unreachable(String message) -> new Result.Failed(key + ": " + message);
            case Discovery.Answer.Served(ResourceType type) -> apply(path(type, key), key, effective, owner);
        };
    }

    private Result apply(ObjectPath path, ObjectKey key, ObjectNode effective, Identity owner) {
        ObjectNode manifest = labelled(effective, MissingNode.getInstance(), owner);
        switch (resources.get(path)) {
            case Outcome.Applied(JsonNode live) -> {
                Optional<String> foreign = foreignOwner(live, owner);
                if (foreign.isPresent()) {
                    return new Result.Refused(key + " belongs to " + foreign.get() + ": remove it there first");
                }
                if (isFrozen(live)) {
                    return frozen(key, live);
                }
                Replicas.keep(live, manifest);
            }
            case Outcome.Gone _ -> {}
            case Outcome.Conflicted(String message) -> {
                return new Result.Failed(key + ": " + message);
            }
            case Outcome.Refused(int code, String _, String message) -> {
                return new Result.Refused(key + ": " + code + " " + safe(key, message));
            }
            case Outcome.Throttled _ -> {
                return new Result.Failed(key + ": the API server asks to wait");
            }
            case Outcome.Failed(String message, boolean _) -> {
                return new Result.Failed(key + ": " + message);
            }
        }
        return result(key, resources.apply(path, manifest, true));
    }

    /// Deletes exactly the object that was applied: by uid, and only while no other source or scope has it. Where the
    /// answer to the first apply was never stored, so that no uid is known, the object must carry our labels and
    /// fields that we own; a copy that somebody made of it, or one of the same name that was there before, stays.
    public Result prune(Inventory.Entry entry, Identity owner) {
        ObjectKey key = entry.key();
        if (!(discovery.find(entry.apiVersion(), key.kind()) instanceof Discovery.Answer.Served(ResourceType type))) {
            return new Result.Failed(key + ": " + entry.apiVersion() + " is not served, so it cannot be pruned");
        }
        ObjectPath path = path(type, key);
        return switch (resources.get(path)) {
            case Outcome.Gone _ -> new Result.Pruned();
            case Outcome.Applied(JsonNode live) -> {
                boolean isGoing = live.path("metadata").has("deletionTimestamp");
                if (isGoing || !isThatOf(entry, live, owner)) {
                    yield new Result.Pruned();
                }
                yield isFrozen(live) ? frozen(key, live) : delete(path, key, entry, live);
            }
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ ->
                new Result.Failed(key + ": cannot be read before it is pruned");
        };
    }

    private static boolean isFrozen(JsonNode live) {
        return live.path("metadata").path("annotations").has(FREEZE);
    }

    private static Result frozen(ObjectKey key, JsonNode live) {
        String text = live.path("metadata").path("annotations").path(FREEZE).asText();
        return new Result.Frozen(frozen(key.toString(), text));
    }

    /// The sentence about something that is frozen.
    public static String frozen(String what, String text) {
        return what + " is frozen" + (text.isEmpty() ? "" : " (" + text + ")") + ": remove the annotation " + FREEZE
                + " to go on";
    }

    private static boolean isThatOf(Inventory.Entry entry, JsonNode live, Identity owner) {
        if (!entry.uid().isEmpty()) {
            return live.path("metadata").path("uid").asText().equals(entry.uid())
                    && foreignOwner(live, owner).isEmpty();
        }
        return isLabelled(live, owner) && isApplied(live);
    }

    /// Whether we have ever applied this very object: a copy has the labels, but other owners of its fields.
    private static boolean isApplied(JsonNode live) {
        for (JsonNode owned : live.path("metadata").path("managedFields")) {
            if (owned.path("manager").asText().equals(FIELD_MANAGER)
                    && owned.path("operation").asText().equals("Apply")) {
                return true;
            }
        }
        return false;
    }

    /// The labels were judged on one version of the object, so where they decided, that version is deleted.
    private Result delete(ObjectPath path, ObjectKey key, Inventory.Entry entry, JsonNode live) {
        JsonNode metadata = live.path("metadata");
        Optional<String> version = entry.uid().isEmpty()
                ? Optional.of(metadata.path("resourceVersion").asText())
                : Optional.empty();
        Deletion deletion = new Deletion(
                Optional.of(metadata.path("uid").asText()), version, Deletion.Propagation.BACKGROUND, Optional.empty());
        return switch (resources.delete(path, deletion)) {
            case Outcome.Applied _, Outcome.Gone _ -> new Result.Pruned();
            case Outcome.Conflicted(String message) -> new Result.Failed(key + ": " + message);
            case Outcome.Refused(int code, String _, String message) ->
                new Result.Refused(key + ": " + code + " " + safe(key, message));
            case Outcome.Throttled _ -> new Result.Failed(key + ": the API server asks to wait");
            case Outcome.Failed(String message, boolean _) -> new Result.Failed(key + ": " + message);
        };
    }

    private static Result result(ObjectKey key, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied(JsonNode object) -> new Result.Applied(object);
            case Outcome.Conflicted(String message) -> new Result.Failed(key + ": " + safe(key, message));
            case Outcome.Gone(String message) -> new Result.Refused(key + ": " + safe(key, message));
            case Outcome.Refused(int code, String _, String message) ->
                new Result.Refused(key + ": " + code + " " + safe(key, message));
            case Outcome.Throttled _ -> new Result.Failed(key + ": the API server asks to wait");
            case Outcome.Failed(String message, boolean _) -> new Result.Failed(key + ": " + safe(key, message));
        };
    }

    private static Optional<String> foreignOwner(JsonNode live, Identity owner) {
        JsonNode labels = live.path("metadata").path("labels");
        String source = labels.path(SOURCE_LABEL).asText(owner.source());
        String scope = labels.path(SCOPE_LABEL).asText(owner.scope());
        boolean isOurs = source.equals(owner.source()) && scope.equals(owner.scope());
        return isOurs ? Optional.empty() : Optional.of("source " + source + ", scope " + scope);
    }

    /// The API server's complaints quote values; a Secret's must not get into a status or a log.
    private static String safe(ObjectKey key, String message) {
        return key.group().isEmpty() && key.kind().equals("Secret") ? "the API server refuses this Secret" : message;
    }

    private static ObjectPath path(ResourceType type, ObjectKey key) {
        return ObjectPath.of(type, type.isNamespaced() ? key.namespace() : "", key.name());
    }
}
