package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the server does to the metadata of every kind.
final class Metadata {
    private Metadata() {}

    static String name(ObjectNode object) {
        return Trees.text(object, "metadata", "name");
    }

    static String uid(ObjectNode object) {
        return Trees.text(object, "metadata", "uid");
    }

    static boolean isBeingDeleted(ObjectNode object) {
        return !Trees.text(object, "metadata", "deletionTimestamp").isEmpty();
    }

    static boolean hasFinalizers(ObjectNode object) {
        return !object.path("metadata").path("finalizers").isEmpty();
    }

    /// Null where there is none.
    static JsonNode graceSeconds(ObjectNode object) {
        return object.path("metadata").path("deletionGracePeriodSeconds");
    }

    /// The object's namespace is the path's.
    ///
    /// @throws StatusException 400 where it names another one
    static void fitNamespace(Request request, ObjectNode object) {
        ObjectNode metadata = Trees.metadata(object);
        String own = Trees.text(metadata, "namespace");
        String expected = request.kind().isNamespaced() ? request.namespace() : "";
        if (own.equals(expected)) {
            return;
        }
        if (!own.isEmpty()) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        metadata.put("namespace", expected);
    }

    /// @throws StatusException 400 where the object's name is not the path's
    static void fitName(Request request, ObjectNode object) {
        String name = name(object);
        if (name.isEmpty()) {
            throw StatusException.badRequest("the name of the object (" + request.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        if (!name.equals(request.name())) {
            throw StatusException.badRequest("the name of the object (" + name
                    + ") does not match the name on the URL (" + request.name() + ")");
        }
    }

    /// Of two owner references with one uid, the later one goes.
    static void dropRepeatedOwners(ObjectNode object, List<String> warnings) {
        ObjectNode metadata = Trees.metadata(object);
        if (!(metadata.get("ownerReferences") instanceof ArrayNode owners) || owners.size() < 2) {
            return;
        }
        Map<JsonNode, JsonNode> distinct = new LinkedHashMap<>();
        for (JsonNode owner : owners) {
            distinct.putIfAbsent(owner, owner);
        }
        if (distinct.size() < owners.size()) {
            metadata.putArray("ownerReferences").addAll(distinct.values());
            warnings.add(".metadata.ownerReferences contains duplicate entries; API server dedups owner references in"
                    + " 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s)"
                    + " observed: " + duplicates(owners));
        }
    }

    private static String duplicates(ArrayNode owners) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        owners.forEach(owner -> counts.merge(owner.path("uid").asText(), 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .filter(each -> each.getValue() > 1)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /// What no client decides about a new object, taken away before anybody comes to own it
    /// (`rest.WipeObjectMetaSystemFields`).
    static void wipeSystemFields(ObjectNode object) {
        Trees.metadata(object)
                .remove(List.of(
                        "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
    }

    /// What an update cannot change, taken from the stored object (`rest.BeforeUpdate`).
    static void keepSystemFields(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = Trees.metadata(object);
        ObjectNode stored = Trees.metadata(old);
        if (Trees.text(metadata, "uid").isEmpty()) {
            Trees.take(metadata, stored, "uid");
        }
        Trees.take(metadata, stored, "creationTimestamp");
        metadata.remove("selfLink");
        if (stored.has("deletionTimestamp")) {
            Trees.take(metadata, stored, "deletionTimestamp");
        }
        if (stored.has("deletionGracePeriodSeconds") && !metadata.has("deletionGracePeriodSeconds")) {
            Trees.take(metadata, stored, "deletionGracePeriodSeconds");
        }
    }
}
