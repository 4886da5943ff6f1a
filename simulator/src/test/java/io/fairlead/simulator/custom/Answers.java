package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// What was sent and what came back, in a form in which the model's answer and kube-apiserver's can be compared.
final class Answers {
    static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static JsonNode resource(String name) {
        try (InputStream in = Answers.class.getResourceAsStream(name)) {
            return in == null ? JsonNodeFactory.instance.missingNode() : JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the model answers to a creation, or to an update if there is an old object: the object without what the
    /// server fills in, or the sorted causes.
    static JsonNode ofModel(CustomKind kind, JsonNode sent, JsonNode old, boolean hasStatus) {
        ObjectNode object = sent.deepCopy();
        kind.applyDefaults(object);
        kind.prune(object);
        List<FieldError> errors = kind.unreadable(object);
        if (!errors.isEmpty()) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("unreadable", errors.getFirst().toString());
        }
        if (hasStatus) {
            object.remove("status");
            if (old.has("status")) {
                object.set("status", old.get("status"));
            }
        }
        errors = kind.validate(object, old instanceof ObjectNode before ? before : null);
        return errors.isEmpty() ? stored(object) : causes(errors);
    }

    static JsonNode ofModelStatus(CustomKind kind, JsonNode sent, ObjectNode old) {
        ObjectNode object = sent.deepCopy();
        kind.applyDefaults(object);
        kind.prune(object);
        ObjectNode merged = old.deepCopy();
        merged.remove("status");
        if (object.has("status")) {
            merged.set("status", object.get("status"));
        }
        List<FieldError> errors = kind.validateStatus(merged, old);
        return errors.isEmpty() ? stored(merged) : causes(errors);
    }

    private static JsonNode causes(List<FieldError> errors) {
        List<String> texts = new ArrayList<>();
        for (FieldError error : errors) {
            texts.add(error.field() + " | " + error.type().reason() + " | " + error.body());
        }
        return causesNode(texts);
    }

    private static JsonNode causesNode(List<String> texts) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        texts.stream().sorted().forEach(all::add);
        return all;
    }

    static JsonNode ofServer(int status, JsonNode body) {
        if (status == 422) {
            List<String> texts = new ArrayList<>();
            for (JsonNode cause : body.path("details").path("causes")) {
                texts.add(cause.path("field").asText() + " | "
                        + cause.path("reason").asText() + " | "
                        + cause.path("message").asText());
            }
            return causesNode(texts);
        }
        if (status / 100 == 2) {
            return stored(body);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("unreadable", body.path("message").asText());
    }

    /// Without metadata.
    private static JsonNode stored(JsonNode object) {
        ObjectNode stored = object.deepCopy();
        stored.remove("metadata");
        return stored;
    }
}
