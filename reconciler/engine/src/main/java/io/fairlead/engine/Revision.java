package io.fairlead.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// A ControllerRevision as the engine sees it.
///
/// @param data the whole `data` field: `{"spec":{"template":{…,"$patch":"replace"}}}`
/// @param number `.revision`
public record Revision(
        String name,
        String uid,
        String resourceVersion,
        String ownerUid,
        long number,
        Instant creationTime,
        JsonNode data) {
    public String hash() {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    public JsonNode template() {
        return data.path("spec").path("template");
    }
}
