package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSetCodec;

/// A CloneSet of the server, parsed. One that breaks a rule of its kind is kept too, with its defects.
public final class CloneSetProjector {
    private CloneSetProjector() {}

    public static Workload<CloneSet> project(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        ObjectKey key = new ObjectKey(
                CloneSet.GROUP,
                CloneSet.KIND,
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
        return new Workload<>(
                key,
                object.path("apiVersion").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                metadata.path("generation").asLong(),
                metadata.hasNonNull("deletionTimestamp"),
                object.path("status"),
                CloneSetCodec.parse(object));
    }
}
