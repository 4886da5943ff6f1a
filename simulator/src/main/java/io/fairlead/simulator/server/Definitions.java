package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.wire.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Serves what CustomResourceDefinitions define, and plays the controllers that write their status and clean up behind
/// them. What the real controllers do within milliseconds happens here right after the write.
final class Definitions {
    private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
    private static final String CONTROLLER = "kube-apiserver";

    private final Model model;
    private final Registration definitions;
    private final CustomServing serving;

    Definitions(Model model) {
        this.model = model;
        this.definitions = model.kinds.definitions();
        this.serving = new CustomServing(model.kinds);
        model.storage.listen(this::committed);
    }

    private void committed(CommitListener.Commit commit) {
        if (commit.type().kind().equals("CustomResourceDefinition")) {
            definitionChanged(commit);
        } else if (commit.after() == null) {
            String resource =
                    Refusals.resourceName(commit.type().group(), commit.type().plural());
            ObjectNode definition = definitions.table().get(resource);
            // Perhaps it was the last object its definition waited for.
            if (definition != null && Metadata.isBeingDeleted(definition)) {
                cleanUp(definition);
            }
        }
    }

    private void definitionChanged(CommitListener.Commit commit) {
        ObjectNode before = commit.before();
        ObjectNode after = commit.after();
        if (after == null) {
            if (before != null) {
                serving.stop(before);
                reconsider(before.path("spec").path("group").asText());
            }
            return;
        }
        ObjectNode current = definitions.table().get(Metadata.name(after));
        if (current == null || Trees.resourceVersion(current) != commit.version()) {
            return;
        }
        if (Metadata.isBeingDeleted(after)) {
            cleanUp(after);
            return;
        }
        boolean isSameSpec = before != null && before.path("spec").equals(after.path("spec"));
        if (isSameSpec && serving.isServed(after)) {
            return;
        }
        consider(after);
    }

    /// Names that were taken may be free now.
    private void reconsider(String group) {
        for (ObjectNode definition : List.copyOf(definitions.table().all().values())) {
            boolean isWaiting = definition.path("spec").path("group").asText().equals(group)
                    && !serving.isServed(definition)
                    && !Metadata.isBeingDeleted(definition);
            if (isWaiting) {
                consider(definition);
            }
        }
    }

    /// Accepts what names can be accepted, and serves a definition whose names all are.
    private void consider(ObjectNode definition) {
        AcceptedNames names =
                AcceptedNames.of(definition, definitions.table().all().values());
        ObjectNode status = definition.get("status") instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
        boolean wasEstablished = isTrue(status.path("conditions"), "Established");
        boolean isAccepted = names.isAccepted();
        List<ObjectNode> conditions = new ArrayList<>();
        conditions.add(condition("NamesAccepted", isAccepted, names.reason(), names.message()));
        if (isAccepted || wasEstablished) {
            conditions.add(
                    condition("Established", true, "InitialNamesAccepted", "the initial names have been accepted"));
        } else {
            conditions.add(condition("Established", false, "NotAccepted", "not all names are accepted"));
        }
        status.set("conditions", merged(status.path("conditions"), conditions));
        status.set("acceptedNames", names.accepted());
        if (isAccepted || wasEstablished) {
            serving.serve(definition);
        }
        write(definition, status, null);
    }

    private static boolean isTrue(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private ObjectNode condition(String type, boolean isTrue, String reason, String message) {
        return Trees.object()
                .put("lastTransitionTime", Times.text(model.timeline.now()))
                .put("message", message)
                .put("reason", reason)
                .put("status", isTrue ? "True" : "False")
                .put("type", type);
    }

    /// The old conditions with new ones in their places; what does not change keeps its time.
    private static ArrayNode merged(JsonNode old, List<ObjectNode> changes) {
        List<ObjectNode> left = new ArrayList<>(changes);
        ArrayNode merged = Trees.object().arrayNode();
        for (JsonNode condition : old) {
            ObjectNode change = null;
            for (ObjectNode each : left) {
                if (each.path("type").equals(condition.path("type"))) {
                    change = each;
                }
            }
            if (change == null) {
                merged.add(condition);
                continue;
            }
            left.remove(change);
            if (change.path("status").equals(condition.path("status"))) {
                change.set("lastTransitionTime", condition.path("lastTransitionTime"));
            }
            merged.add(change);
        }
        left.forEach(merged::add);
        return merged;
    }

    private void write(ObjectNode definition, JsonNode status, @Nullable ArrayNode finalizers) {
        ObjectNode after = Trees.withOwnMetadata(definition);
        after.set("status", status);
        if (finalizers != null) {
            setFinalizers(after, finalizers);
        }
        if (after.equals(definition)) {
            return;
        }
        ObjectNode managed = FieldManagement.update(
                definitions.served().schema(),
                definition,
                after,
                new FieldManagement.Writer(CONTROLLER, "status", definitions.apiVersion()),
                model.timeline.now());
        Trees.take(Trees.metadata(after), Trees.metadata(managed), "managedFields");
        model.storage.commit(definitions.table(), Metadata.name(definition), definition, after, null);
    }

    private static void setFinalizers(ObjectNode object, ArrayNode finalizers) {
        if (finalizers.isEmpty()) {
            Trees.metadata(object).remove("finalizers");
        } else {
            Trees.metadata(object).set("finalizers", finalizers);
        }
    }

    /// The definition as a deletion leaves it at first: its objects go before it does.
    static ObjectNode marked(ObjectNode definition, String now) {
        ObjectNode marked = Trees.withOwnMetadata(definition);
        Trees.metadata(marked).put("deletionTimestamp", now);
        ArrayNode finalizers = definition.arrayNode();
        Set<String> names = new LinkedHashSet<>();
        definition.path("metadata").path("finalizers").forEach(each -> names.add(each.asText()));
        names.add(FINALIZER);
        names.forEach(finalizers::add);
        setFinalizers(marked, finalizers);
        ObjectNode terminating = Trees.object()
                .put("lastTransitionTime", now)
                .put("message", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon")
                .put("reason", "InstanceDeletionPending")
                .put("status", "True")
                .put("type", "Terminating");
        ObjectNode status = definition.get("status") instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
        status.set("conditions", merged(status.path("conditions"), List.of(terminating)));
        marked.set("status", status);
        return marked;
    }

    /// Deletes the objects of a definition that is being deleted; once none is left the definition goes.
    private void cleanUp(ObjectNode definition) {
        boolean mayGo = false;
        ArrayNode others = definition.arrayNode();
        for (JsonNode finalizer : definition.path("metadata").path("finalizers")) {
            if (finalizer.asText().equals(FINALIZER)) {
                mayGo = true;
            } else {
                others.add(finalizer);
            }
        }
        if (!mayGo || !deleteObjects(definition)) {
            return;
        }
        String name = Metadata.name(definition);
        // Deleting the last object may have cleaned up already.
        if (!definition.equals(definitions.table().get(name))) {
            return;
        }
        if (others.isEmpty()) {
            model.storage.commit(definitions.table(), name, definition, null, null);
        } else {
            write(definition, definition.path("status"), others);
        }
    }

    private boolean deleteObjects(ObjectNode definition) {
        KindTable table = serving.table(definition);
        if (table == null) {
            return true;
        }
        for (Map.Entry<String, ObjectNode> entry : List.copyOf(table.all().entrySet())) {
            ObjectNode object = entry.getValue();
            if (!Metadata.hasFinalizers(object)) {
                model.storage.commit(table, entry.getKey(), object, null, null);
            } else if (!Metadata.isBeingDeleted(object)) {
                ObjectNode marked = Trees.withOwnMetadata(object);
                Deletion.markAsDeleting(marked, model.timeline.now());
                model.storage.commit(table, entry.getKey(), object, marked, null);
            }
        }
        return table.all().isEmpty();
    }
}
