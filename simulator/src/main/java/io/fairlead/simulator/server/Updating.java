package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.patch.JsonEquality;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Optional;

/// Replaces stored objects (apiserver 1.35: update handler, `rest.BeforeUpdate`, `Store.Update`).
final class Updating {
    private static final int OK = 200;

    private final Model model;
    private final Creation creation;

    Updating(Model model, Creation creation) {
        this.model = model;
        this.creation = creation;
    }

    ApiReply update(Request request) {
        Registration kind = request.kind();
        ObjectNode existing = kind.table().get(request.key());
        ObjectNode object = Bodies.decode(request, existing == null ? null : kind.present(existing), model.kinds);
        Metadata.fitName(request, object);
        Metadata.fitNamespace(request, object);
        Metadata.dropRepeatedOwners(object, request.warnings());
        if (existing == null) {
            if (!KindTraits.isCreatedByUpdate(kind) || !request.subresource().isEmpty()) {
                throw kind.notFound(request.name());
            }
            Ownership.update(request, null, object);
            return creation.store(request, object);
        }
        checkUid(request, object, existing);
        Ownership.update(request, kind.present(existing), object);
        return store(request, existing, object);
    }

    private static void checkUid(Request request, ObjectNode object, ObjectNode existing) {
        String uid = Metadata.uid(object);
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(existing))) {
            Registration kind = request.kind();
            throw Refusals.conflict(
                    kind.group(),
                    kind.plural(),
                    request.name(),
                    Preconditions.storageError(
                            request,
                            "UID in precondition: " + uid + ", UID in object meta: " + Metadata.uid(existing)));
        }
    }

    /// How admission is asked about a change.
    interface Reviews {
        /// @return what is to be stored instead
        ObjectNode mutate(ObjectNode object, ObjectNode old);

        void validate(ObjectNode object, ObjectNode old);
    }

    /// @param existing as stored
    /// @param decoded in the version of the request, with its managedFields
    ApiReply store(Request request, ObjectNode existing, ObjectNode decoded) {
        return store(request, existing, decoded, new Reviews() {
            @Override
            public ObjectNode mutate(ObjectNode object, ObjectNode old) {
                return model.admission.mutate(request.review("UPDATE", object, old));
            }

            @Override
            public void validate(ObjectNode object, ObjectNode old) {
                model.admission.validate(request.review("UPDATE", object, old));
            }
        });
    }

    ApiReply store(Request request, ObjectNode existing, ObjectNode decoded, Reviews reviews) {
        Registration kind = request.kind();
        ObjectNode old = kind.present(existing);
        checkVersion(request, decoded, existing);
        ObjectNode object = reviews.mutate(decoded, old);
        Trees.take(Trees.metadata(object), Trees.metadata(old), "generation");
        kind.rules().prepare(object, Optional.of(old), request.subresource(), request.now());
        Metadata.keepSystemFields(object, old);
        Trees.take(Trees.metadata(object), Trees.metadata(existing), "resourceVersion");
        List<FieldError> errors = kind.rules().validate(object, Optional.of(old), request.subresource());
        if (!errors.isEmpty()) {
            String group = kind.rules().refusalGroup().orElse(kind.group());
            throw StatusException.invalid(group, kind.kind(), request.name(), errors);
        }
        request.warnings().addAll(kind.rules().warnings(object, Optional.of(old)));
        reviews.validate(object, old);
        ObjectNode stored = FieldManagement.settle(existing, kind.toStorage(object));
        if (request.options().isDryRun()) {
            return ApiReply.of(OK, kind.present(stored));
        }
        if (isDeletedBy(existing, object)) {
            model.storage.commit(kind.table(), request.key(), existing, null, request.call());
            return ApiReply.of(OK, kind.present(stored));
        }
        if (JsonEquality.equal(stored, existing)) {
            return ApiReply.of(OK, old);
        }
        return ApiReply.of(
                OK, kind.present(model.storage.commit(kind.table(), request.key(), existing, stored, request.call())));
    }

    /// The update takes the last finalizer away from an object that only waits for that.
    private static boolean isDeletedBy(ObjectNode existing, ObjectNode object) {
        return Metadata.isBeingDeleted(existing)
                && !Metadata.hasFinalizers(object)
                && Metadata.graceSeconds(object).asLong(0) == 0;
    }

    private static void checkVersion(Request request, ObjectNode object, ObjectNode existing) {
        Registration kind = request.kind();
        String version = Trees.text(object, "metadata", "resourceVersion");
        long number = number(version);
        if (number == 0) {
            if (!KindTraits.allowsUnconditionalUpdate(kind)) {
                // The real server says the resource where it means the kind.
                throw StatusException.invalid(
                        kind.group(),
                        kind.plural(),
                        request.name(),
                        List.of(new FieldError(
                                FieldError.Type.INVALID,
                                "metadata.resourceVersion",
                                "0",
                                "must be specified for an update")));
            }
        } else if (number != Trees.resourceVersion(existing)) {
            throw Refusals.modified(kind.group(), kind.plural(), request.name());
        }
    }

    private static long number(String version) {
        if (version.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw StatusException.of(
                    500,
                    "",
                    "strconv.ParseUint: parsing \"" + version + "\": invalid syntax",
                    MissingNode.getInstance());
        }
    }
}
