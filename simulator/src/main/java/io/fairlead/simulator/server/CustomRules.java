package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.custom.CustomKind;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The strategy of custom resources (apiextensions-apiserver 1.35, `pkg/registry/customresource`), for one version.
record CustomRules(CustomKind kind, boolean hasStatus) implements BuiltinKind {
    private static final String STATUS = "status";

    @Override
    public Decoded decode(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw StatusException.badRequest("the object provided is unrecognized");
        }
        ObjectNode copy = object.deepCopy();
        kind.applyDefaults(copy);
        List<String> unknown = kind.prune(copy);
        List<FieldError> unreadable = kind.unreadable(copy);
        if (!unreadable.isEmpty()) {
            throw StatusException.badRequest(unreadable.getFirst().toString());
        }
        return new Decoded(
                copy,
                unknown.stream().map(path -> "unknown field \"" + path + "\"").toList());
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        ObjectNode metadata = Trees.metadata(object);
        if (old.isEmpty()) {
            if (hasStatus) {
                object.remove(STATUS);
            }
            metadata.put("generation", 1);
            return;
        }
        if (subresource.equals(STATUS)) {
            keepAllButStatus(object, old.get());
        } else if (hasStatus) {
            Trees.take(object, old.get(), STATUS);
        }
        int generation = old.get().path("metadata").path("generation").asInt();
        metadata.put("generation", raisesGeneration(object, old.get()) ? generation + 1 : generation);
    }

    private static void keepAllButStatus(ObjectNode object, ObjectNode old) {
        JsonNode status = object.get(STATUS);
        ObjectNode metadata = Trees.shallow(Trees.metadata(Trees.shallow(old)));
        Trees.take(metadata, Trees.metadata(object), "managedFields");
        object.removeAll();
        object.setAll(old);
        object.set("metadata", metadata);
        if (status == null) {
            object.remove(STATUS);
        } else {
            object.set(STATUS, status);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        return subresource.equals(STATUS) && old.isPresent()
                ? kind.validateStatus(object, old.get())
                : kind.validate(object, old.orElse(null));
    }

    /// Anything but metadata, and status where it is a subresource.
    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return !covers(object, old) || !covers(old, object);
    }

    private boolean covers(ObjectNode one, ObjectNode other) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            boolean counts = switch (field.getKey()) {
                case "metadata", "apiVersion", "kind" -> false;
                case STATUS -> !hasStatus;
                default -> true;
            };
            if (counts && !field.getValue().equals(other.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean hasGeneration() {
        return true;
    }

    @Override
    public List<String> resetFields(String subresource) {
        if (subresource.equals(STATUS)) {
            return List.of("metadata", "spec");
        }
        return hasStatus ? List.of(STATUS) : List.of();
    }
}
