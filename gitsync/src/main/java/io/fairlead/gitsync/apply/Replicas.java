package io.fairlead.gitsync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Who says how many pods there are, where Git does not.
///
/// Server-side apply removes a field that its only owner no longer sends, and a workload without replicas falls
/// back to
/// one pod. So as long as nobody else owns the field, the live number is sent on; from the moment that an
/// autoscaler or
/// a person owns it, it is left out.
final class Replicas {
    private Replicas() {}

    static void keep(JsonNode live, ObjectNode manifest) {
        JsonNode replicas = live.path("spec").path("replicas");
        boolean isWorkload = manifest.path("spec").path("template").isObject();
        if (!isWorkload || manifest.path("spec").has("replicas") || !replicas.isInt() || isOwnedByOthers(live)) {
            return;
        }
        manifest.withObject("/spec").set("replicas", replicas);
    }

    private static boolean isOwnedByOthers(JsonNode live) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            boolean owns = entry.path("fieldsV1").path("f:spec").has("f:replicas");
            if (owns && !entry.path("manager").asText().equals(ObjectApplier.FIELD_MANAGER)) {
                return true;
            }
        }
        return false;
    }
}
