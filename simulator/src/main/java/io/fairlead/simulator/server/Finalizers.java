package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The garbage collector's finalizers that a deletion puts on an object or takes from it
/// (`deletionFinalizersForGarbageCollection`).
final class Finalizers {
    static final String ORPHAN = "orphan";
    static final String FOREGROUND = "foregroundDeletion";

    private Finalizers() {}

    /// Changes the object's finalizers, in place.
    ///
    /// @param object with metadata of its own
    /// @return whether it has others now than before
    static boolean adjust(Registration kind, ObjectNode object, DeleteOptions options) {
        JsonNode before = object.path("metadata").path("finalizers");
        boolean isOrphaning = orphans(kind, before, options);
        boolean isForeground = waits(kind, before, options);
        ArrayNode after = object.arrayNode();
        boolean hadOrphan = false;
        boolean hadForeground = false;
        for (JsonNode finalizer : before) {
            if (finalizer.asText().equals(ORPHAN)) {
                hadOrphan = true;
            } else if (finalizer.asText().equals(FOREGROUND)) {
                hadForeground = true;
            } else {
                after.add(finalizer);
            }
        }
        if (hadOrphan == isOrphaning && hadForeground == isForeground) {
            return false;
        }
        if (isOrphaning) {
            after.add(ORPHAN);
        }
        if (isForeground) {
            after.add(FOREGROUND);
        }
        ObjectNode metadata = Trees.metadata(object);
        if (after.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            metadata.set("finalizers", after);
        }
        return true;
    }

    private static boolean orphans(Registration kind, JsonNode finalizers, DeleteOptions options) {
        if (!KindTraits.isGarbageCollected(kind)) {
            return false;
        }
        if (!options.orphanDependents().isEmpty()) {
            return options.orphanDependents().equals("true");
        }
        if (!options.propagation().isEmpty()) {
            return options.propagation().equals("Orphan");
        }
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asText().equals(ORPHAN)) {
                return true;
            }
            if (finalizer.asText().equals(FOREGROUND)) {
                return false;
            }
        }
        return KindTraits.orphansByDefault(kind);
    }

    private static boolean waits(Registration kind, JsonNode finalizers, DeleteOptions options) {
        if (!KindTraits.isGarbageCollected(kind) || !options.orphanDependents().isEmpty()) {
            return false;
        }
        if (!options.propagation().isEmpty()) {
            return options.propagation().equals("Foreground");
        }
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asText().equals(FOREGROUND)) {
                return true;
            }
            if (finalizer.asText().equals(ORPHAN)) {
                return false;
            }
        }
        return false;
    }
}
