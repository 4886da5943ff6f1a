package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A built-in kind whose rules the model does not know: its objects can be listed (there are none) but not written.
record UnmodelledRules(String what) implements BuiltinKind {
    @Override
    public Decoded decode(JsonNode body) {
        throw StatusException.notModelled(what);
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        throw StatusException.notModelled(what);
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        throw StatusException.notModelled(what);
    }

    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return false;
    }

    @Override
    public boolean hasGeneration() {
        return false;
    }

    @Override
    public List<String> resetFields(String subresource) {
        return List.of();
    }
}
