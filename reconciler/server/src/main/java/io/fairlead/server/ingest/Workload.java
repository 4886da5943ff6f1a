package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;

/// A workload object as the store holds it: what its kind makes of it, and what the loop needs whether or not it
/// parses.
///
/// @param apiVersion under which it was read
/// @param isDeleting it has a deletionTimestamp: the garbage collector ends its pods, the engine does nothing
/// @param status as the server holds it; a missing node where there is none
/// @param <S> the kind's internal model
public record Workload<S>(
        ObjectKey key,
        String apiVersion,
        String uid,
        String resourceVersion,
        long generation,
        boolean isDeleting,
        JsonNode status,
        Parsed<S> parsed) {}
