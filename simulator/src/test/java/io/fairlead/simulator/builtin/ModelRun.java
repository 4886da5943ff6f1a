package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.patch.Patches;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs a case through the functions of this package alone, in the order of a server.
final class ModelRun {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private ModelRun() {}

    static ArrayNode of(Case each) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        ObjectNode stored = null;
        for (Case.Step step : each.steps()) {
            try {
                ObjectNode body = stored == null ? step.body() : Patches.merge(stored, step.body());
                ObjectNode result = write(body, Optional.ofNullable(stored), step.subresource());
                answers.add(Answers.entry(stored == null ? 201 : 200, result));
                stored = result;
            } catch (StatusException e) {
                ApiReply reply = e.reply();
                answers.add(Answers.entry(reply.status(), reply.body()));
                if (stored == null) {
                    break;
                }
            }
        }
        return answers;
    }

    private static ObjectNode write(ObjectNode body, Optional<ObjectNode> old, String subresource) {
        String apiVersion = body.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        String name = body.path("kind").asText();
        BuiltinKind kind = BuiltinKinds.find(group, version, name).orElseThrow();
        BuiltinKind.Decoded decoded = kind.decode(body);
        if (!decoded.strictErrors().isEmpty()) {
            throw StatusException.badRequest(name + " in version \"" + version + "\" cannot be handled as a " + name
                    + ": strict decoding error: " + String.join(", ", decoded.strictErrors()));
        }
        ObjectNode object = decoded.object();
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        if (old.isEmpty()) {
            metadata.put("uid", "11111111-2222-3333-4444-555555555555");
            metadata.put("creationTimestamp", NOW.toString());
        }
        kind.prepare(object, old, subresource, NOW);
        List<FieldError> errors = kind.validate(object, old, subresource);
        if (!errors.isEmpty()) {
            throw StatusException.invalid(
                    kind.refusalGroup().orElse(group),
                    name,
                    metadata.path("name").asText(),
                    errors);
        }
        ((ObjectNode) object.path("metadata")).put("resourceVersion", "1");
        return object;
    }
}
