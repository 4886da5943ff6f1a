package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Deletes objects, at once or gracefully (apiserver 1.35: `rest.BeforeDelete`, `Store.Delete`).
final class Deletion {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final String GRACE = "deletionGracePeriodSeconds";
    private static final String TIMESTAMP = "deletionTimestamp";

    private final Model model;

    Deletion(Model model) {
        this.model = model;
    }

    /// What became of one object.
    ///
    /// @param object as it is now, or was last
    record Outcome(ObjectNode object, boolean isGone) {}

    ApiReply delete(Request request, DeleteOptions options) {
        Registration kind = request.kind();
        ObjectNode existing = kind.table().get(request.key());
        if (existing == null) {
            throw kind.notFound(request.name());
        }
        NamespaceRules.admitDeletion(request);
        Outcome outcome = carryOut(request, existing, options);
        boolean isPending = !outcome.isGone() && options.orphanDependents().equals("false");
        int status = isPending ? ACCEPTED : OK;
        boolean showsObject = !outcome.isGone() || KindTraits.isReturnedByDelete(kind);
        return ApiReply.of(
                status, showsObject ? kind.present(outcome.object()) : success(kind, request.name(), existing));
    }

    private static ObjectNode success(Registration kind, String name, ObjectNode gone) {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", name);
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural()).put("uid", Metadata.uid(gone));
        return status;
    }

    Outcome carryOut(Request request, ObjectNode existing, DeleteOptions options) {
        options.preconditions().check(request, existing);
        review(request, existing, options);
        return carryOutReviewed(request, existing, options);
    }

    private void review(Request request, ObjectNode existing, DeleteOptions options) {
        Admission.Review review = request.deletionReview(request.kind().present(existing), options);
        model.admission.mutate(review);
        model.admission.validate(review);
    }

    /// What was reviewed under another name, as an eviction is, or has been.
    Outcome carryOutReviewed(Request request, ObjectNode existing, DeleteOptions options) {
        Registration kind = request.kind();
        if (kind.is("namespaces")) {
            return deleteNamespace(request, existing, options);
        }
        if (kind.is("customresourcedefinitions.apiextensions.k8s.io")) {
            return Metadata.isBeingDeleted(existing)
                    ? new Outcome(existing, false)
                    : new Outcome(
                            replace(
                                    request,
                                    existing,
                                    Definitions.marked(existing, Times.text(request.now())),
                                    options),
                            false);
        }
        ObjectNode object = Trees.withOwnMetadata(existing);
        Grace grace = grace(kind, object, options, request.now());
        if (grace == Grace.PENDING) {
            return new Outcome(existing, false);
        }
        Finalizers.adjust(kind, object, options);
        boolean hasFinalizers = Metadata.hasFinalizers(object);
        if (grace == Grace.NONE && hasFinalizers) {
            markAsDeleting(object, request.now());
        }
        ObjectNode current = existing;
        if (grace != Grace.NONE || hasFinalizers) {
            current = replace(request, existing, object, options);
        }
        boolean isLeft = hasFinalizers
                || (grace == Grace.STARTED && Metadata.graceSeconds(object).asLong() > 0);
        return isLeft ? new Outcome(current, false) : new Outcome(remove(request, current, options), true);
    }

    private ObjectNode replace(Request request, ObjectNode before, ObjectNode after, DeleteOptions options) {
        if (options.isDryRun()) {
            return after;
        }
        // A second request that changes nothing is no write.
        if (after.equals(before)) {
            return before;
        }
        return model.storage.commit(request.kind().table(), key(request, before), before, after, request.call());
    }

    private ObjectNode remove(Request request, ObjectNode object, DeleteOptions options) {
        if (options.isDryRun()) {
            return object;
        }
        return model.storage.commit(request.kind().table(), key(request, object), object, null, request.call());
    }

    private static String key(Request request, ObjectNode object) {
        return KindTable.key(
                request.kind().isNamespaced() ? Trees.text(object, "metadata", "namespace") : "",
                Metadata.name(object));
    }

    private enum Grace {
        /// The kind, or this object, is not deleted gracefully.
        NONE,
        /// It is being deleted already, and the request asks for nothing sooner.
        PENDING,
        STARTED
    }

    /// Marks the object where it is deleted gracefully: only pods are.
    private static Grace grace(Registration kind, ObjectNode object, DeleteOptions options, Instant now) {
        if (!kind.is("pods")) {
            return Grace.NONE;
        }
        ObjectNode metadata = Trees.metadata(object);
        if (Metadata.isBeingDeleted(object)) {
            return shorten(metadata, options);
        }
        long seconds = podGrace(object, options);
        metadata.put(TIMESTAMP, Times.text(now.plusSeconds(seconds))).put(GRACE, (int) seconds);
        raiseGeneration(metadata);
        return Grace.STARTED;
    }

    private static Grace shorten(ObjectNode metadata, DeleteOptions options) {
        long pending = metadata.path(GRACE).asLong(0);
        if (pending == 0) {
            return Grace.NONE;
        }
        if (options.graceSeconds().isEmpty()) {
            return Grace.PENDING;
        }
        long seconds = positive(options.graceSeconds().getAsLong());
        if (seconds >= pending) {
            return Grace.PENDING;
        }
        Instant end = Instant.parse(Trees.text(metadata, TIMESTAMP));
        metadata.put(TIMESTAMP, Times.text(end.minusSeconds(pending - seconds))).put(GRACE, (int) seconds);
        return Grace.STARTED;
    }

    private static long podGrace(ObjectNode pod, DeleteOptions options) {
        JsonNode spec = pod.path("spec");
        String phase = pod.path("status").path("phase").asText();
        if (Trees.text(spec, "nodeName").isEmpty() || phase.equals("Failed") || phase.equals("Succeeded")) {
            return 0;
        }
        return positive(options.graceSeconds()
                .orElse(spec.path("terminationGracePeriodSeconds").asLong(0)));
    }

    /// A negative period means one second.
    private static long positive(long seconds) {
        return seconds < 0 ? 1 : seconds;
    }

    private static void raiseGeneration(ObjectNode metadata) {
        int generation = metadata.path("generation").asInt(0);
        if (generation > 0) {
            metadata.put("generation", generation + 1);
        }
    }

    static void markAsDeleting(ObjectNode object, Instant now) {
        ObjectNode metadata = Trees.metadata(object);
        if (!metadata.has(TIMESTAMP)) {
            raiseGeneration(metadata);
            metadata.put(TIMESTAMP, Times.text(now));
        }
        metadata.put(GRACE, 0);
    }

    /// A namespace goes through the phase `Terminating` until its `spec.finalizers` are gone.
    private Outcome deleteNamespace(Request request, ObjectNode existing, DeleteOptions options) {
        if (!Metadata.isBeingDeleted(existing)) {
            ObjectNode object = Trees.withOwnMetadata(existing);
            Trees.metadata(object).put(TIMESTAMP, Times.text(request.now()));
            ObjectNode status = Trees.object();
            status.setAll(child(existing, "status"));
            status.put("phase", "Terminating");
            object.set("status", status);
            return new Outcome(replace(request, existing, object, options), false);
        }
        if (!existing.path("spec").path("finalizers").isEmpty() || Metadata.hasFinalizers(existing)) {
            return new Outcome(existing, false);
        }
        return new Outcome(remove(request, existing, options), true);
    }

    private static ObjectNode child(ObjectNode object, String field) {
        @Nullable JsonNode child = object.get(field);
        return child instanceof ObjectNode node ? node : Trees.object();
    }
}
