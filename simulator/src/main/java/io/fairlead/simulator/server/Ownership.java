package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who comes to own what by a write. Fields that the door of the request never changes are left out.
final class Ownership {
    private static final String MANAGED_FIELDS = "managedFields";

    private Ownership() {}

    /// Brings `metadata.managedFields` up to date, in place.
    ///
    /// @param before in the version of the request; null for a creation
    static void update(Request request, @Nullable ObjectNode before, ObjectNode after) {
        ObjectNode judged = after;
        for (String field : request.kind().rules().resetFields(request.subresource())) {
            judged = reset(judged, before, field.split("\\."), 0);
        }
        ObjectNode managed = FieldManagement.update(
                request.kind().served().schema(), before, judged, request.writer(), request.now());
        Trees.take(Trees.metadata(after), Trees.metadata(managed), MANAGED_FIELDS);
    }

    /// Merges an applied configuration with the live object.
    static ObjectNode apply(Request request, @Nullable ObjectNode live, ObjectNode applied) {
        ObjectNode judged = applied;
        for (String field : request.kind().rules().resetFields(request.subresource())) {
            judged = reset(judged, null, field.split("\\."), 0);
        }
        return FieldManagement.apply(
                request.kind().served().schema(),
                live,
                judged,
                request.writer(),
                request.options().isForced(),
                request.now());
    }

    private static ObjectNode reset(ObjectNode object, @Nullable JsonNode source, String[] path, int depth) {
        String step = path[depth];
        JsonNode value = object.get(step);
        JsonNode kept = source == null ? null : source.get(step);
        if (Objects.equals(value, kept)) {
            return object;
        }
        if (depth < path.length - 1) {
            return value instanceof ObjectNode child ? with(object, step, reset(child, kept, path, depth + 1)) : object;
        }
        if (step.equals("metadata")) {
            return with(object, step, identity(value, kept));
        }
        return with(object, step, kept);
    }

    /// Of the metadata, the names and the owners stay: without them nothing can be judged.
    private static @Nullable JsonNode identity(@Nullable JsonNode value, @Nullable JsonNode kept) {
        ObjectNode metadata = kept instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
        if (value instanceof ObjectNode own) {
            for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", MANAGED_FIELDS}) {
                Trees.take(metadata, own, field);
            }
        }
        return metadata;
    }

    private static ObjectNode with(ObjectNode object, String field, @Nullable JsonNode value) {
        ObjectNode copy = Trees.shallow(object);
        if (value == null) {
            copy.remove(field);
        } else {
            copy.set(field, value);
        }
        return copy;
    }
}
