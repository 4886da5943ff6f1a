package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Optional;

/// Stores new objects (apiserver 1.35: create handler, `rest.BeforeCreate`, `Store.Create`).
final class Creation {
    static final int CREATED = 201;
    /// KEP-4420.
    private static final int NAME_ATTEMPTS_MAX = 8;

    private final Model model;

    Creation(Model model) {
        this.model = model;
    }

    ApiReply create(Request request) {
        ObjectNode object = Bodies.decode(request, null, model.kinds);
        Metadata.fitNamespace(request, object);
        Metadata.dropRepeatedOwners(object, request.warnings());
        Metadata.wipeSystemFields(object);
        Ownership.update(request, null, object);
        return store(request, object);
    }

    /// @param decoded in the version of the request, with its managedFields
    ApiReply store(Request request, ObjectNode decoded) {
        Registration kind = request.kind();
        String name = Metadata.name(decoded);
        ObjectNode definition = model.kinds.definitionOf(kind);
        if (definition != null && Metadata.isBeingDeleted(definition)) {
            throw Refusals.forbidden(
                    kind.group(),
                    kind.plural(),
                    name,
                    "create not allowed while custom resource definition is terminating");
        }
        NamespaceRules.admitCreation(model, request, name);
        ObjectNode object = model.admission.mutate(request.review("CREATE", decoded, null));
        beforeCreate(request, object);
        List<FieldError> errors = kind.rules().validate(object, Optional.empty(), request.subresource());
        if (!errors.isEmpty()) {
            String group = kind.rules().refusalGroup().orElse(kind.group());
            throw StatusException.invalid(group, kind.kind(), Metadata.name(object), errors);
        }
        request.warnings().addAll(kind.rules().warnings(object, Optional.empty()));
        model.admission.validate(request.review("CREATE", object, null));
        String key = freeKey(request, object);
        ObjectNode stored = kind.toStorage(object);
        if (request.options().isDryRun()) {
            return ApiReply.of(CREATED, kind.present(stored));
        }
        if (!Trees.text(object, "metadata", "resourceVersion").isEmpty()) {
            throw StatusException.of(
                    500, "", "resourceVersion should not be set on objects to be created", MissingNode.getInstance());
        }
        ObjectNode committed = model.storage.commit(kind.table(), key, null, stored, request.call());
        return ApiReply.of(CREATED, kind.present(committed));
    }

    private void beforeCreate(Request request, ObjectNode object) {
        ObjectNode metadata = Trees.metadata(object);
        Metadata.wipeSystemFields(object);
        metadata.put("uid", model.chance.uid());
        metadata.put("creationTimestamp", Times.text(request.now()));
        if (!metadata.hasNonNull("generateName")) {
            metadata.remove("generateName");
        } else if (Metadata.name(object).isEmpty()) {
            metadata.put("name", model.chance.name(metadata.path("generateName").asText()));
        }
        request.kind().rules().prepare(object, Optional.empty(), request.subresource(), request.now());
    }

    /// Where the object will stand; a generated name that is taken is generated again.
    private String freeKey(Request request, ObjectNode object) {
        Registration kind = request.kind();
        String namespace = kind.isNamespaced() ? request.namespace() : "";
        String base = Trees.text(object, "metadata", "generateName");
        for (int attempt = 1; ; attempt++) {
            String name = Metadata.name(object);
            String key = KindTable.key(namespace, name);
            if (kind.table().get(key) == null) {
                return key;
            }
            boolean isGenerated = !base.isEmpty() && name.length() == Math.min(base.length(), 58) + 5;
            if (!isGenerated || attempt == NAME_ATTEMPTS_MAX) {
                throw Refusals.alreadyExists(kind.group(), kind.plural(), name);
            }
            Trees.metadata(object).put("name", model.chance.name(base));
        }
    }
}
