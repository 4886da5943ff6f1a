package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.Revision;
import java.time.Instant;
import java.util.Optional;

/// A ControllerRevision as the engine sees it, or nothing where no CloneSet controls it.
public final class RevisionProjector {
    private static final String OWNER_KIND = "CloneSet";

    private RevisionProjector() {}

    public static Optional<Revision> project(JsonNode revision) {
        return Metadata.controllerUid(revision, OWNER_KIND).map(owner -> view(revision, owner));
    }

    private static Revision view(JsonNode revision, String ownerUid) {
        JsonNode metadata = revision.path("metadata");
        return new Revision(
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                ownerUid,
                revision.path("revision").asLong(),
                Metadata.time(metadata.path("creationTimestamp")).orElse(Instant.EPOCH),
                revision.path("data"));
    }
}
