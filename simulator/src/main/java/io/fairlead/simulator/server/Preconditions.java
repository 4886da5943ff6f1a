package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.Refusals;

/// `preconditions` of a deletion.
///
/// @param uid empty for any
/// @param resourceVersion empty for any
record Preconditions(String uid, String resourceVersion) {
    static Preconditions of(JsonNode options) {
        JsonNode preconditions = options.path("preconditions");
        return new Preconditions(Trees.text(preconditions, "uid"), Trees.text(preconditions, "resourceVersion"));
    }

    /// @throws io.fairlead.simulator.wire.StatusException 409 where the object is another one
    void check(Request request, ObjectNode stored) {
        String storedUid = Metadata.uid(stored);
        if (!uid.isEmpty() && !uid.equals(storedUid)) {
            throw failed(
                    request,
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + storedUid
                            + "). The object might have been deleted and then recreated");
        }
        String storedVersion = Trees.text(stored, "metadata", "resourceVersion");
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(storedVersion)) {
            throw failed(
                    request,
                    "the ResourceVersion in the precondition (" + resourceVersion
                            + ") does not match the ResourceVersion in record (" + storedVersion
                            + "). The object might have been modified");
        }
    }

    private static RuntimeException failed(Request request, String why) {
        Registration kind = request.kind();
        return Refusals.conflict(kind.group(), kind.kind(), request.name(), why);
    }

    /// How etcd3 storage words a precondition that does not hold.
    static String storageError(Request request, String why) {
        Registration kind = request.kind();
        String group = kind.group().isEmpty() || !kind.isCustom() ? "" : kind.group() + "/";
        String namespace = request.namespace().isEmpty() || !kind.isNamespaced() ? "" : request.namespace() + "/";
        return "StorageError: invalid object, Code: 4, Key: /registry/" + group + kind.plural() + "/" + namespace
                + request.name() + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: " + why;
    }
}
