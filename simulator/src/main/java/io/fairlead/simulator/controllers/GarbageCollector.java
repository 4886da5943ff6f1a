package io.fairlead.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.controllers.ObjectIndex.Entry;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deletes what has lost all its owners, and carries out the deletion policies that stand as finalizers in an object
/// that is being deleted (`foregroundDeletion`, `orphan`), as kube-controller-manager's garbage collector does.
public final class GarbageCollector implements CommitListener {
    /// From a change to its consequence.
    static final Duration LATENCY = Duration.ofMillis(20);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";
    private static final int NOT_FOUND = 404;

    private final ApiServer server;
    private final Timeline timeline;
    private final ObjectIndex index;
    private final ActorClient client;
    private final Set<String> pending = new LinkedHashSet<>();

    /// @param index is kept up to date by somebody who hears of commits first
    GarbageCollector(ApiServer server, Timeline timeline, ObjectIndex index) {
        this.server = server;
        this.timeline = timeline;
        this.index = index;
        this.client = new ActorClient(
                server, "system:serviceaccount:kube-system:generic-garbage-collector", "kube-controller-manager");
    }

    @Override
    public void committed(Commit commit) {
        ObjectNode before = commit.before();
        ObjectNode after = commit.after();
        if (after == null) {
            if (before != null) {
                removed(before);
            }
            return;
        }
        JsonNode metadata = after.path("metadata");
        boolean isDeleting = metadata.has("deletionTimestamp");
        boolean mayHaveLostOwners = !metadata.path("ownerReferences").isEmpty()
                && (before == null
                        || !metadata.path("ownerReferences")
                                .equals(before.path("metadata").path("ownerReferences")));
        if (mayHaveLostOwners || (isDeleting && metadata.has("finalizers"))) {
            look(ObjectIndex.uid(after), LATENCY);
        }
    }

    private void removed(ObjectNode object) {
        String uid = ObjectIndex.uid(object);
        pending.remove(uid);
        index.dependents(uid).forEach(each -> look(each, LATENCY));
        // An owner that waits for its dependents may be done.
        object.path("metadata").path("ownerReferences").forEach(owner -> {
            if (owner.path("blockOwnerDeletion").asBoolean(false)) {
                look(owner.path("uid").asText(), LATENCY);
            }
        });
    }

    private void look(String uid, Duration delay) {
        if (pending.add(uid)) {
            timeline.after(delay, "garbage collector looks at " + uid, () -> {
                if (pending.remove(uid)) {
                    index.find(uid).ifPresent(entry -> process(uid, entry));
                }
            });
        }
    }

    private void process(String uid, Entry entry) {
        Optional<ObjectNode> found = entry.find(server);
        if (found.isEmpty() || !ObjectIndex.uid(found.get()).equals(uid)) {
            return;
        }
        ObjectNode object = found.get();
        JsonNode metadata = object.path("metadata");
        if (metadata.has("deletionTimestamp")) {
            finish(uid, entry, metadata);
        } else if (!metadata.path("ownerReferences").isEmpty()) {
            judge(uid, entry, metadata);
        }
    }

    /// What the owners of an object that nobody deletes mean for it.
    private void judge(String uid, Entry entry, JsonNode metadata) {
        ArrayNode solid = JsonNodeFactory.instance.arrayNode();
        boolean isAwaited = false;
        for (JsonNode reference : metadata.path("ownerReferences")) {
            Optional<ObjectNode> owner = owner(reference, entry);
            if (owner.isEmpty()) {
                continue;
            }
            if (waitsForDependents(owner.get())) {
                isAwaited = true;
            } else {
                solid.add(reference);
            }
        }
        if (solid.isEmpty()) {
            delete(uid, entry, metadata, isAwaited);
        } else if (solid.size() < metadata.path("ownerReferences").size()) {
            write(uid, entry, metadata, "ownerReferences", solid);
        }
    }

    private void delete(String uid, Entry entry, JsonNode metadata, boolean isAwaited) {
        String policy = "Background";
        if (hasFinalizer(metadata, ORPHAN)) {
            policy = "Orphan";
        } else if (hasFinalizer(metadata, FOREGROUND)
                || (isAwaited && !index.dependents(uid).isEmpty())) {
            policy = "Foreground";
        }
        retryUnlessDone(uid, client.delete(entry.path(), uid, -1, policy));
    }

    private Optional<ObjectNode> owner(JsonNode reference, Entry dependent) {
        return index.find(reference.path("uid").asText())
                .filter(owner ->
                        owner.namespace().isEmpty() || owner.namespace().equals(dependent.namespace()))
                .flatMap(owner -> owner.find(server));
    }

    private static boolean waitsForDependents(JsonNode owner) {
        JsonNode metadata = owner.path("metadata");
        return metadata.has("deletionTimestamp") && hasFinalizer(metadata, FOREGROUND);
    }

    /// Carries out what the finalizers of an object that is being deleted ask for.
    private void finish(String uid, Entry entry, JsonNode metadata) {
        if (hasFinalizer(metadata, ORPHAN)) {
            if (orphan(uid)) {
                removeFinalizer(uid, entry, metadata, ORPHAN);
            } else {
                look(uid, RETRY);
            }
        } else if (hasFinalizer(metadata, FOREGROUND)) {
            boolean isBlocked = false;
            for (String dependent : index.dependents(uid)) {
                isBlocked |= index.find(dependent)
                        .flatMap(each -> each.find(server))
                        .filter(each -> blocks(each, uid))
                        .isPresent();
                look(dependent, Duration.ZERO);
            }
            if (!isBlocked) {
                removeFinalizer(uid, entry, metadata, FOREGROUND);
            }
        }
    }

    private static boolean blocks(JsonNode dependent, String owner) {
        for (JsonNode reference : dependent.path("metadata").path("ownerReferences")) {
            if (reference.path("uid").asText().equals(owner)) {
                return reference.path("blockOwnerDeletion").asBoolean(false);
            }
        }
        return false;
    }

    private boolean orphan(String owner) {
        boolean isDone = true;
        for (String uid : index.dependents(owner)) {
            Optional<Entry> entry = index.find(uid);
            Optional<ObjectNode> dependent = entry.flatMap(each -> each.find(server));
            if (entry.isPresent() && dependent.isPresent()) {
                JsonNode metadata = dependent.get().path("metadata");
                ArrayNode others = JsonNodeFactory.instance.arrayNode();
                metadata.path("ownerReferences").forEach(each -> {
                    if (!each.path("uid").asText().equals(owner)) {
                        others.add(each);
                    }
                });
                isDone &= patch(uid, entry.get(), metadata, "ownerReferences", others)
                        .isSuccess();
            }
        }
        return isDone;
    }

    private void removeFinalizer(String uid, Entry entry, JsonNode metadata, String finalizer) {
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        metadata.path("finalizers").forEach(each -> {
            if (!each.asText().equals(finalizer)) {
                others.add(each);
            }
        });
        write(uid, entry, metadata, "finalizers", others);
    }

    private void write(String uid, Entry entry, JsonNode metadata, String field, ArrayNode value) {
        retryUnlessDone(uid, patch(uid, entry, metadata, field, value));
    }

    private ApiReply patch(String uid, Entry entry, JsonNode metadata, String field, ArrayNode value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode changed = patch.putObject("metadata");
        changed.put("uid", uid);
        changed.set("resourceVersion", metadata.path("resourceVersion"));
        if (value.isEmpty()) {
            changed.putNull(field);
        } else {
            changed.set(field, value);
        }
        return client.patch(entry.path(), ContentType.MERGE_PATCH, patch);
    }

    private void retryUnlessDone(String uid, ApiReply reply) {
        if (!reply.isSuccess() && reply.status() != NOT_FOUND) {
            look(uid, RETRY);
        }
    }

    private static boolean hasFinalizer(JsonNode metadata, String finalizer) {
        List<String> all = new ArrayList<>();
        metadata.path("finalizers").forEach(each -> all.add(each.asText()));
        return all.contains(finalizer);
    }
}
