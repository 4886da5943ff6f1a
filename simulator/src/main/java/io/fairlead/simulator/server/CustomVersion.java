package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.custom.CustomKind;
import java.util.List;

/// One version of a custom kind, as its definition has it.
///
/// @param name `v1beta1`
/// @param listKind `ThingList`, or as the definition calls it
/// @param storageApiVersion in which objects are stored
/// @param own what the definition makes of objects of this version
/// @param storage what the definition makes of objects of the storage version
/// @param selectableFields `spec.color`
/// @param scale the `subresources.scale`; a missing node without one
/// @param deprecation the warning that each request gets; empty for none
record CustomVersion(
        String name,
        String listKind,
        String storageApiVersion,
        CustomKind own,
        CustomKind storage,
        List<String> selectableFields,
        boolean hasStatus,
        JsonNode scale,
        String deprecation) {

    /// A stored object in this version: fields that it does not know are left out.
    ObjectNode present(ObjectNode stored, String apiVersion) {
        if (Trees.text(stored, "apiVersion").equals(apiVersion)) {
            return stored;
        }
        ObjectNode shown = stored.deepCopy();
        shown.put("apiVersion", apiVersion);
        own.prune(shown);
        return shown;
    }

    /// What reading the stored object back gives: the storage version's defaults are filled in (conversion None).
    ObjectNode toStorage(ObjectNode object) {
        if (Trees.text(object, "apiVersion").equals(storageApiVersion)) {
            return object;
        }
        ObjectNode stored = object.deepCopy();
        stored.put("apiVersion", storageApiVersion);
        storage.applyDefaults(stored);
        storage.prune(stored);
        return stored;
    }
}
