package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.custom.CustomKind;
import java.util.List;

/// One version of a custom kind, as its definition has it.
///
/// @param name `v1beta1`
/// @param storageApiVersion in which objects are stored
/// @param storage what the definition makes of objects of the storage version
/// @param selectableFields `spec.color`
/// @param scale the `subresources.scale`; a missing node without one
record CustomVersion(
        String name,
        String storageApiVersion,
        CustomKind storage,
        List<String> selectableFields,
        boolean hasStatus,
        JsonNode scale) {

    /// What reading the stored object back gives: the storage version's defaults are filled in (conversion None).
    ObjectNode toStorage(ObjectNode object) {
        if (Trees.text(object, "apiVersion").equals(storageApiVersion)) {
            return object;
        }
        ObjectNode stored = object.deepCopy();
        stored.put("apiVersion", storageApiVersion);
        storage.applyDefaults(stored);
        return stored;
    }
}
