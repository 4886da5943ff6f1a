package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.Admission;
import io.fairlead.simulator.wire.ApiCall;
import org.jspecify.annotations.Nullable;

/// One request as webhooks see it.
///
/// @param object as it is now: webhooks before may have changed it
record Attributes(Admission.Review review, @Nullable ObjectNode object) {
    ResourceType type() {
        return review.kind().type();
    }

    String operation() {
        return review.operation();
    }

    String subresource() {
        return review.subresource();
    }

    /// Of a creation it stands in the object.
    String name() {
        return review.name().isEmpty() && object != null
                ? object.path("metadata").path("name").asText()
                : review.name();
    }

    String namespace() {
        return review.namespace();
    }

    /// The AdmissionReview to send.
    ///
    /// @param version in which the webhook wants the object
    ObjectNode toReview(String uid, String version) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = all.putObject("request");
        request.put("uid", uid);
        ResourceType type = type();
        request.set("kind", shownKind(version));
        request.set("resource", resource(type, version));
        if (!subresource().isEmpty()) {
            request.put("subResource", subresource());
        }
        request.set("requestKind", shownKind(type.version()));
        request.set("requestResource", resource(type, type.version()));
        if (!subresource().isEmpty()) {
            request.put("requestSubResource", subresource());
        }
        if (!name().isEmpty()) {
            request.put("name", name());
        }
        if (!namespace().isEmpty()) {
            request.put("namespace", namespace());
        }
        request.put("operation", operation());
        request.set("userInfo", user(review.user()));
        request.set("object", inVersion(object, version));
        request.set("oldObject", inVersion(review.oldObject(), version));
        request.put("dryRun", review.isDryRun());
        request.set("options", review.options().isObject() ? review.options() : JsonNodeFactory.instance.nullNode());
        return all;
    }

    /// The versions of a custom resource differ in nothing but their name (conversion strategy None).
    private JsonNode inVersion(@Nullable ObjectNode node, String version) {
        if (node == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (version.equals(type().version()) || isOther(node)) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(node);
        copy.put("apiVersion", type().group() + "/" + version);
        return copy;
    }

    /// Whether it is a thing of its own, such as the Scale of a Deployment.
    private boolean isOther(ObjectNode node) {
        return !node.path("kind").asText(type().kind()).equals(type().kind());
    }

    private ObjectNode shownKind(String version) {
        if (object == null || !isOther(object)) {
            return kind(type(), version);
        }
        String apiVersion = object.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", slash < 0 ? "" : apiVersion.substring(0, slash))
                .put("version", apiVersion.substring(slash + 1))
                .put("kind", object.path("kind").asText());
    }

    private static ObjectNode kind(ResourceType type, String version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", type.group())
                .put("version", version)
                .put("kind", type.kind());
    }

    private static ObjectNode resource(ResourceType type, String version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", type.group())
                .put("version", version)
                .put("resource", type.plural());
    }

    private static ObjectNode user(ApiCall.User user) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("username", user.name());
        ArrayNode groups = node.putArray("groups");
        user.groups().forEach(groups::add);
        return node;
    }
}
