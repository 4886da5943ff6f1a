package io.fairlead.engine.inplace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.Action.PodPatch.Format;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.PodView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Puts together patches, operation by operation.
final class PatchBody {
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    /// A path of escaped keys (RFC 6901).
    static String path(String... keys) {
        StringBuilder path = new StringBuilder();
        for (String key : keys) {
            path.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        }
        return path.toString();
    }

    PatchBody test(String path, String value) {
        return add("test", path, JsonNodeFactory.instance.textNode(value));
    }

    PatchBody replace(String path, String value) {
        return replace(path, JsonNodeFactory.instance.textNode(value));
    }

    PatchBody replace(String path, JsonNode value) {
        return add("replace", path, value);
    }

    /// Adds the field or replaces it.
    PatchBody put(String path, String value) {
        return put(path, JsonNodeFactory.instance.textNode(value));
    }

    PatchBody put(String path, JsonNode value) {
        return add("add", path, value);
    }

    /// Removes the field, whether it is there or not: a bare `remove` of an absent field fails the whole patch.
    PatchBody drop(String path) {
        put(path, "");
        operations.addObject().put("op", "remove").put("path", path);
        return this;
    }

    /// The pod is the one that was seen.
    PatchBody testIdentity(PodView pod) {
        return test(path("metadata", "uid"), pod.uid());
    }

    /// A label of the pod is as it was seen; the pod must have it.
    PatchBody testLabel(PodView pod, String key) {
        return test(path("metadata", "labels", key), pod.labels().getOrDefault(key, ""));
    }

    private PatchBody add(String operation, String path, JsonNode value) {
        operations.addObject().put("op", operation).put("path", path).set("value", value);
        return this;
    }

    PodPatch toPatch(boolean isStatus) {
        return new PodPatch(isStatus, Format.JSON_PATCH, operations);
    }

    /// The start of a strategic-merge patch that applies only to the pod as it was seen.
    static ObjectNode fenced(PodView pod) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("metadata").put("uid", pod.uid()).put("resourceVersion", pod.resourceVersion());
        return body;
    }

    static void setState(ObjectNode body, PodState state, Instant now) {
        ObjectNode metadata = body.withObject("/metadata");
        metadata.putObject("labels").put(PodKeys.LIFECYCLE_STATE, state.wire());
        metadata.putObject("annotations").put(PodKeys.LIFECYCLE_TIMESTAMP, time(now));
    }

    static ObjectNode condition(String type, boolean isTrue, Instant now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", isTrue ? "True" : "False")
                .put("lastTransitionTime", time(now));
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
