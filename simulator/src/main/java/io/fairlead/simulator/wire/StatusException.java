package io.fairlead.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The request is refused with this `Status`. Thrown anywhere below the request's handling and turned into the answer
/// in one place; it never leaves the model.
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient ObjectNode status;

    private StatusException(int code, ObjectNode status) {
        super(status.path("message").asText(), null, false, false);
        this.code = code;
        this.status = status;
    }

    /// @param details the `details` of the Status; a missing node for none
    public static StatusException of(int code, String reason, String message, JsonNode details) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details.isObject()) {
            status.set("details", details);
        }
        status.put("code", code);
        return new StatusException(code, status);
    }

    public static StatusException badRequest(String message) {
        return of(400, "BadRequest", message, JsonNodeFactory.instance.missingNode());
    }

    /// What the model does not know. The message says what, for whoever has to teach it.
    public static StatusException notModelled(String what) {
        return of(
                501,
                "NotImplemented",
                "the embedded cluster does not model " + what,
                JsonNodeFactory.instance.missingNode());
    }

    /// 422 `Invalid`, as apimachinery's NewInvalid builds it.
    public static StatusException invalid(String group, String kind, String name, List<FieldError> errors) {
        List<String> texts =
                errors.stream().map(FieldError::toString).distinct().toList();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        var causes = details.putArray("causes");
        for (FieldError error : new ArrayList<>(errors)) {
            causes.addObject()
                    .put("reason", error.type().reason())
                    .put("message", error.body())
                    .put("field", error.field());
        }
        String all = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        String qualified = group.isEmpty() ? kind : kind + "." + group;
        return of(422, "Invalid", qualified + " \"" + name + "\" is invalid: " + all, details);
    }

    /// The same with other words in its message and causes.
    public StatusException replacing(String words, String by) {
        ObjectNode copy = status.deepCopy();
        copy.put("message", copy.path("message").asText().replace(words, by));
        for (JsonNode cause : copy.path("details").path("causes")) {
            ((ObjectNode) cause).put("message", cause.path("message").asText().replace(words, by));
        }
        return new StatusException(code, copy);
    }

    /// The same with a token in `metadata.continue`.
    public StatusException withListContinue(String token) {
        ObjectNode copy = status.deepCopy();
        copy.putObject("metadata").put("continue", token);
        return new StatusException(code, copy);
    }

    public int code() {
        return code;
    }

    public ApiReply reply() {
        ApiReply reply = ApiReply.of(code, status);
        JsonNode seconds = status.path("details").path("retryAfterSeconds");
        if (seconds.isNumber()) {
            reply.headers().put("retry-after", seconds.asText());
        }
        return reply;
    }
}
