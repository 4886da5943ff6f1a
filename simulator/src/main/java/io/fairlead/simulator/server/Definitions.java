package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.custom.CustomKind;
import io.fairlead.simulator.custom.CustomKinds;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Serves what CustomResourceDefinitions define, and plays the controllers that write their status. What the real
/// controllers do within milliseconds happens here within the write.
final class Definitions {
    private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
    private static final Set<String> VERBS =
            ordered("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final Set<String> SUBRESOURCE_VERBS = ordered("get", "update", "patch");

    private final Model model;
    private final Registration definitions;

    Definitions(Model model) {
        this.model = model;
        Registration found = model.kinds.find("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        if (found == null) {
            throw new IllegalStateException("customresourcedefinitions are not served");
        }
        this.definitions = found;
        model.storage.listen(this::committed);
    }

    private static Set<String> ordered(String... texts) {
        return new LinkedHashSet<>(List.of(texts));
    }

    private void committed(CommitListener.Commit commit) {
        if (!commit.type().kind().equals("CustomResourceDefinition")) {
            return;
        }
        ObjectNode after = commit.after();
        if (after == null) {
            if (commit.before() != null) {
                stopServing(commit.before());
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
        boolean isSameSpec =
                commit.before() != null && commit.before().path("spec").equals(after.path("spec")) && isServed(after);
        if (!isSameSpec) {
            serve(after);
            accept(after);
        }
    }

    private boolean isServed(ObjectNode definition) {
        return !versionsOf(definition).isEmpty();
    }

    private List<Registration> versionsOf(ObjectNode definition) {
        String group = definition.path("spec").path("group").asText();
        String plural = definition.path("spec").path("names").path("plural").asText();
        return model.kinds.all().stream()
                .filter(each -> each.isCustom()
                        && each.group().equals(group)
                        && each.plural().equals(plural))
                .toList();
    }

    private void serve(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        String group = spec.path("group").asText();
        String plural = spec.path("names").path("plural").asText();
        for (Registration old : versionsOf(definition)) {
            old.table().feeds().forEach(LogFeed::end);
        }
        model.kinds.remove(group, plural);
        JsonNode stored = storageVersion(spec);
        CustomKind storage = CustomKinds.of(definition, stored.path("name").asText());
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                model.kinds.put(registration(definition, version, stored, storage));
            }
        }
    }

    private static JsonNode storageVersion(JsonNode spec) {
        for (JsonNode version : spec.path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version;
            }
        }
        throw StatusException.badRequest("no storage version");
    }

    private Registration registration(ObjectNode definition, JsonNode version, JsonNode stored, CustomKind storage) {
        ResourceType type = type(definition, version);
        ResourceType storedType = type(definition, stored);
        JsonNode names = definition.path("spec").path("names");
        JsonNode subresources = version.path("subresources");
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        verbs.put("", VERBS);
        List<String> subresourceNames = new ArrayList<>();
        for (String name : List.of("status", "scale")) {
            if (subresources.has(name)) {
                subresourceNames.add(name);
                verbs.put(name, SUBRESOURCE_VERBS);
            }
        }
        JsonNode schema = version.path("schema").path("openAPIV3Schema");
        ServedKind served = new ServedKind(
                type,
                names.path("singular").asText(),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                subresourceNames,
                schema(schema),
                true);
        String name = version.path("name").asText();
        boolean hasStatus = subresources.has("status");
        CustomVersion custom = new CustomVersion(
                name,
                storedType.apiVersion(),
                storage,
                selectableFields(version),
                hasStatus,
                subresources.path("scale"));
        CustomRules rules = new CustomRules(CustomKinds.of(definition, name), hasStatus);
        return new Registration(
                served, type.plural() + "." + type.group(), rules, model.kinds.table(storedType), verbs, custom);
    }

    private static Schema schema(JsonNode document) {
        return new LazySchema(() -> Schemas.custom(document));
    }

    private static ResourceType type(ObjectNode definition, JsonNode version) {
        JsonNode spec = definition.path("spec");
        return new ResourceType(
                spec.path("group").asText(),
                version.path("name").asText(),
                spec.path("names").path("kind").asText(),
                spec.path("names").path("plural").asText(),
                spec.path("scope").asText().equals("Namespaced"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> selectableFields(JsonNode version) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : version.path("selectableFields")) {
            String path = field.path("jsonPath").asText();
            fields.add(path.startsWith(".") ? path.substring(1) : path);
        }
        return fields;
    }

    /// Writes the conditions of a definition whose names nobody else has.
    private void accept(ObjectNode definition) {
        ObjectNode status = Trees.object();
        String now = Times.text(model.timeline.now());
        JsonNode old = definition.path("status").path("conditions");
        ArrayNode conditions = status.putArray("conditions");
        conditions.add(condition(old, "NamesAccepted", "NoConflicts", "no conflicts found", now));
        conditions.add(
                condition(old, "Established", "InitialNamesAccepted", "the initial names have been accepted", now));
        for (JsonNode other : old) {
            if (!other.path("type").asText().matches("NamesAccepted|Established|Terminating")) {
                conditions.add(other);
            }
        }
        status.set("acceptedNames", definition.path("spec").path("names"));
        status.set("storedVersions", storedVersions(definition));
        write(definition, status, null);
    }

    private static ArrayNode storedVersions(ObjectNode definition) {
        Set<String> versions =
                new LinkedHashSet<>(texts(definition.path("status").path("storedVersions")));
        versions.add(storageVersion(definition.path("spec")).path("name").asText());
        ArrayNode array = definition.arrayNode();
        versions.forEach(array::add);
        return array;
    }

    private static ObjectNode condition(JsonNode old, String type, String reason, String message, String now) {
        String since = now;
        for (JsonNode condition : old) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True")) {
                since = condition.path("lastTransitionTime").asText(now);
            }
        }
        return Trees.object()
                .put("lastTransitionTime", since)
                .put("message", message)
                .put("reason", reason)
                .put("status", "True")
                .put("type", type);
    }

    private void write(ObjectNode definition, JsonNode status, @Nullable ArrayNode finalizers) {
        ObjectNode after = Trees.withOwnMetadata(definition);
        after.set("status", status);
        if (finalizers != null) {
            Trees.metadata(after).set("finalizers", finalizers);
        }
        if (!after.equals(definition)) {
            model.storage.commit(definitions.table(), Metadata.name(definition), definition, after, null);
        }
    }

    /// Marks a definition that is to be deleted, so that its objects go first.
    static void markForCleanUp(ObjectNode definition) {
        ObjectNode metadata = Trees.metadata(definition);
        ArrayNode finalizers = definition.arrayNode();
        boolean hasFinalizer = false;
        for (JsonNode finalizer : metadata.path("finalizers")) {
            finalizers.add(finalizer);
            hasFinalizer |= finalizer.asText().equals(FINALIZER);
        }
        if (!hasFinalizer) {
            metadata.set("finalizers", finalizers.add(FINALIZER));
        }
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
        if (others.isEmpty()) {
            model.storage.commit(definitions.table(), name, definition, null, null);
        } else {
            write(definition, definition.path("status"), others);
        }
    }

    private boolean deleteObjects(ObjectNode definition) {
        KindTable table = model.kinds.tableOf(type(definition, storageVersion(definition.path("spec"))));
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

    /// An object of a custom kind is gone: perhaps it was the last one its definition waited for.
    void objectGone(Registration kind) {
        ObjectNode definition = definitions.table().get(kind.resource());
        if (definition != null
                && Metadata.isBeingDeleted(definition)
                && kind.table().all().isEmpty()) {
            cleanUp(definition);
        }
    }

    private void stopServing(ObjectNode definition) {
        List<Registration> versions = versionsOf(definition);
        for (Registration version : versions) {
            version.table().feeds().forEach(LogFeed::end);
            model.kinds.dropTable(version.resource());
        }
        JsonNode spec = definition.path("spec");
        model.kinds.remove(
                spec.path("group").asText(), spec.path("names").path("plural").asText());
    }

    @Nullable
    ObjectNode definitionOf(Registration kind) {
        return definitions.table().get(kind.resource());
    }

    Registration kind() {
        return definitions;
    }
}
