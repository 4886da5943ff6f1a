package io.fairlead.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The refusals of k8s.io/apimachinery `api/errors`, each with its code, reason, message and details.
public final class Refusals {
    private static final JsonNode NO_DETAILS = JsonNodeFactory.instance.missingNode();

    private Refusals() {}

    /// 404: this object is not there.
    ///
    /// @param resource plural
    public static StatusException notFound(String group, String resource, String name) {
        return StatusException.of(
                404, "NotFound", qualified(group, resource, name) + " not found", object(group, resource, name));
    }

    /// 404: this path leads nowhere.
    public static StatusException noSuchResource() {
        return StatusException.of(404, "NotFound", "the server could not find the requested resource", empty());
    }

    public static StatusException alreadyExists(String group, String resource, String name) {
        return StatusException.of(
                409,
                "AlreadyExists",
                qualified(group, resource, name) + " already exists",
                object(group, resource, name));
    }

    public static StatusException conflict(String group, String resource, String name, String why) {
        return StatusException.of(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + qualified(group, resource, name) + ": " + why,
                object(group, resource, name));
    }

    /// 409 of an update that is based on an older state.
    public static StatusException modified(String group, String resource, String name) {
        return conflict(
                group,
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /// 403 by admission.
    public static StatusException forbidden(String group, String resource, String name, String why) {
        String what = name.isEmpty() ? resourceName(group, resource) : qualified(group, resource, name);
        return StatusException.of(403, "Forbidden", what + " is forbidden: " + why, object(group, resource, name));
    }

    public static StatusException methodNotAllowed() {
        return StatusException.of(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", empty());
    }

    /// 405 with the verb that the kind does not support.
    public static StatusException methodNotSupported(String group, String resource, String verb) {
        ObjectNode details = object(group, resource, "");
        return StatusException.of(
                405,
                "MethodNotAllowed",
                verb + " is not supported on resources of kind \"" + resourceName(group, resource) + "\"",
                details);
    }

    public static StatusException unsupportedMediaType(String accepted) {
        return StatusException.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted,
                NO_DETAILS);
    }

    /// 410: the state that is asked for is forgotten.
    public static StatusException expired(String message) {
        return StatusException.of(410, "Expired", message, NO_DETAILS);
    }

    public static StatusException tooManyRequests(String message, int retryAfterSeconds, JsonNode causes) {
        ObjectNode details = empty();
        if (causes.isArray()) {
            details.set("causes", causes);
        }
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", retryAfterSeconds);
        }
        return StatusException.of(429, "TooManyRequests", message, details);
    }

    /// 504: a state that is asked for does not exist yet.
    public static StatusException tooLargeVersion(long asked, long current) {
        ObjectNode details = empty();
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        details.put("retryAfterSeconds", 1);
        return StatusException.of(
                504, "Timeout", "Timeout: Too large resource version: " + asked + ", current: " + current, details);
    }

    public static StatusException internal(String message) {
        ObjectNode details = empty();
        details.putArray("causes").addObject().put("message", message);
        return StatusException.of(500, "InternalError", "Internal error occurred: " + message, details);
    }

    /// `deployments.apps`
    public static String resourceName(String group, String resource) {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    private static String qualified(String group, String resource, String name) {
        return resourceName(group, resource) + " \"" + name + "\"";
    }

    private static ObjectNode object(String group, String resource, String name) {
        ObjectNode details = empty();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", resource);
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
