package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
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
        return review(operation, object, old, options.document(operation), options.isDryRun(), this::reread);
    }

    /// @param object a kind of its own, such as a Scale
    Admission.Review subresourceReview(String operation, ObjectNode object, @Nullable ObjectNode old) {
        return review(operation, object, old, options.document(operation), options.isDryRun(), changed -> changed);
    }

    Admission.Review deletionReview(ObjectNode old, DeleteOptions how) {
        return review("DELETE", null, old, how.document(), how.isDryRun(), this::reread);
    }

    private Admission.Review review(
            String operation,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old,
            JsonNode document,
            boolean isDryRun,
            UnaryOperator<ObjectNode> reader) {
        return new Admission.Review(
                operation,
                kind.served(),
                route.subresource(),
                route.namespace(),
                route.name(),
                object,
                old,
                document,
                isDryRun,
                call.user(),
                warnings,
                reader);
    }

    /// An object that a webhook has changed, as the server reads it again: what the kind does not know goes, and
    /// defaults come back.
    private ObjectNode reread(ObjectNode changed) {
        try {
            return kind.rules().decode(changed).object();
        } catch (StatusException e) {
            String message = String.valueOf(e.getMessage());
            int at = message.indexOf(": ");
            throw Refusals.internal(at < 0 ? message : message.substring(at + 2));
        }
    }
}
