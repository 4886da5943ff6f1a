package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.patch.Patches;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;

/// Changes stored objects by patches (apiserver 1.35: patch handler).
final class Patching {
    private static final String JSON = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    private final Model model;
    private final Creation creation;
    private final Updating updating;

    Patching(Model model, Creation creation, Updating updating) {
        this.model = model;
        this.creation = creation;
        this.updating = updating;
    }

    ApiReply patch(Request request) {
        Registration kind = request.kind();
        String type = request.call().contentType();
        boolean isKnown = type.equals(JSON)
                || type.equals(MERGE)
                || type.equals(APPLY)
                || (type.equals(STRATEGIC) && !kind.isCustom());
        if (!isKnown) {
            throw unsupported(kind, type);
        }
        if (type.equals(APPLY)) {
            return apply(request);
        }
        ObjectNode existing = kind.table().get(request.key());
        if (existing == null) {
            throw kind.notFound(request.name());
        }
        ObjectNode live = kind.present(existing);
        ObjectNode patched = patched(request, live, type);
        ObjectNode object = decode(request, live, patched, type);
        Metadata.fitName(request, object);
        Metadata.fitNamespace(request, object);
        Metadata.dropRepeatedOwners(object, request.warnings());
        Ownership.update(request, live, object);
        return updating.store(request, existing, object);
    }

    static StatusException unsupported(Registration kind, String type) {
        if (!type.equals(STRATEGIC)) {
            return StatusException.of(415, "UnsupportedMediaType", "415: Unsupported Media Type", Trees.object());
        }
        String all = JSON + ", " + MERGE + (kind.isCustom() ? "" : ", " + STRATEGIC) + ", " + APPLY;
        return StatusException.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + all,
                MissingNode.getInstance());
    }

    private ObjectNode decode(Request request, ObjectNode live, ObjectNode patched, String type) {
        if (!type.equals(STRATEGIC)) {
            JsonNode patch = request.call().body();
            List<String> odd = type.equals(JSON) && patch != null ? Patches.oddities(patch) : List.of();
            return Bodies.decodePatched(request, live, patched, odd, model.kinds);
        }
        // The real server converts what such a patch leaves without printing and parsing it: other words.
        return Bodies.decodeMerged(request, live, patched);
    }

    private static ObjectNode patched(Request request, ObjectNode live, String type) {
        JsonNode patch = request.call().body();
        if (patch == null) {
            patch = MissingNode.getInstance();
        }
        return switch (type) {
            case JSON -> Patches.json(live, patch, request.options().validation() == WriteOptions.Validation.IGNORE);
            case MERGE -> Patches.merge(live, patch);
            default -> Patches.strategic(request.kind().served().schema(), live, patch);
        };
    }

    private ApiReply apply(Request request) {
        Registration kind = request.kind();
        if (!(request.call().body() instanceof ObjectNode body)) {
            throw StatusException.badRequest("error decoding YAML: object expected");
        }
        ObjectNode applied = applied(request, body);
        ObjectNode existing = kind.table().get(request.key());
        if (existing == null) {
            if (!request.subresource().isEmpty()) {
                throw kind.notFound(request.name());
            }
            if (!Metadata.uid(applied).isEmpty()) {
                throw uidOfNothing(request, applied);
            }
            ObjectNode created = Bodies.decodeApplied(request, Ownership.apply(request, null, applied));
            Metadata.fitNamespace(request, created);
            Trees.metadata(created).remove("resourceVersion");
            return creation.store(request, created);
        }
        ObjectNode live = kind.present(existing);
        ObjectNode merged = Ownership.apply(request, live, applied);
        ObjectNode object = Bodies.decodeApplied(request, merged);
        Metadata.dropRepeatedOwners(object, request.warnings());
        return updating.store(request, existing, object);
    }

    private static ObjectNode applied(Request request, ObjectNode body) {
        Registration kind = request.kind();
        if (!Trees.text(body, "kind").equals(kind.kind())
                || !Trees.text(body, "apiVersion").equals(kind.apiVersion())) {
            String apiVersion = Trees.text(body, "apiVersion");
            int slash = apiVersion.indexOf('/');
            String group = slash < 0 ? "" : apiVersion.substring(0, slash);
            throw StatusException.badRequest("invalid object type: " + group + "/" + apiVersion.substring(slash + 1)
                    + ", Kind=" + Trees.text(body, "kind"));
        }
        if (body.path("metadata").hasNonNull("managedFields")) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        Metadata.fitName(request, body);
        Metadata.fitNamespace(request, Trees.withOwnMetadata(body));
        return body;
    }

    private static StatusException uidOfNothing(Request request, ObjectNode applied) {
        Registration kind = request.kind();
        return Refusals.conflict(
                kind.group(),
                kind.plural(),
                request.name(),
                "uid mismatch: the provided object specified uid " + Metadata.uid(applied)
                        + ", and no existing object was found");
    }
}
