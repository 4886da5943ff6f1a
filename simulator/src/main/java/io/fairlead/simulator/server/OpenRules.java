package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Accepts and stores, until the kind's own rules are there: status is apart, a change of `spec` raises the
/// generation.
record OpenRules() implements BuiltinKind {
    @Override
    public Decoded decode(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw StatusException.badRequest("the object provided is unrecognized");
        }
        return new Decoded(object.deepCopy(), List.of());
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        if (old.isEmpty()) {
            if (object.has("spec")) {
                Trees.metadata(object).put("generation", 1);
            }
            return;
        }
        if (subresource.equals("status")) {
            JsonNode status = object.get("status");
            ObjectNode metadata = Trees.metadata(object);
            object.removeAll();
            object.setAll(old.get());
            object.set("metadata", metadata);
            object.set("status", status);
        } else {
            Trees.take(object, old.get(), "status");
        }
        int generation = old.get().path("metadata").path("generation").asInt();
        if (generation > 0) {
            Trees.metadata(object).put("generation", raisesGeneration(object, old.get()) ? generation + 1 : generation);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        return List.of();
    }

    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return !object.path("spec").equals(old.path("spec"));
    }

    @Override
    public boolean hasGeneration() {
        return true;
    }

    @Override
    public List<String> resetFields(String subresource) {
        return List.of();
    }
}
