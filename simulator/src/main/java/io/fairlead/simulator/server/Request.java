package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.wire.ApiCall;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request whose path is known to lead somewhere.
///
/// @param now the same moment for all that the request does
/// @param warnings texts for the client; grows while the request is handled
record Request(ApiCall call, Route route, Registration kind, WriteOptions options, Instant now, List<String> warnings) {

    String namespace() {
        return route.namespace();
    }

    String name() {
        return route.name();
    }

    String subresource() {
        return route.subresource();
    }

    String key() {
        return KindTable.key(kind.isNamespaced() ? route.namespace() : "", route.name());
    }

    FieldManagement.Writer writer() {
        CustomVersion custom = kind.definition();
        return new FieldManagement.Writer(
                options.fieldManager(), route.subresource(), kind.apiVersion(), custom == null || custom.hasStatus());
    }

    Admission.Review review(String operation, @Nullable ObjectNode object, @Nullable ObjectNode old) {
        return new Admission.Review(
                operation,
                kind.served(),
                route.subresource(),
                route.namespace(),
                route.name(),
                object,
                old,
                options.document(operation),
                options.isDryRun(),
                call.user(),
                warnings);
    }
}
