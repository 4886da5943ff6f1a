package io.fairlead.simulator.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.GoText;
import io.fairlead.simulator.wire.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What a webhook answered, or why it did not.
sealed interface Verdict {
    /// @param patch a JSON patch; missing without one
    record Allowed(JsonNode patch, List<String> warnings) implements Verdict {}

    record Denied(StatusException status, List<String> warnings) implements Verdict {}

    /// @param reason after `failed calling webhook "…": `
    record Failed(String reason) implements Verdict {}

    ObjectMapper JSON = new ObjectMapper();
    int BAD_REQUEST = 400;

    /// @param answer what came back
    static Verdict of(Webhook webhook, JsonNode answer, String uid, boolean isMutating) {
        String apiVersion = answer.path("apiVersion").asText();
        String kind = answer.path("kind").asText();
        if (!apiVersion.startsWith("admission.k8s.io/") || !kind.equals("AdmissionReview")) {
            return new Failed("failed to call webhook: no kind " + GoText.quoted(kind) + " is registered for version "
                    + GoText.quoted(apiVersion) + " in scheme \"pkg/runtime/scheme.go:111\"");
        }
        JsonNode response = answer.path("response");
        String fault = fault(answer, response, uid, isMutating);
        if (!fault.isEmpty()) {
            return new Failed("received invalid webhook response: " + fault);
        }
        String patchType = response.path("patchType").asText("JSONPatch");
        if (response.path("allowed").asBoolean() && !patchType.equals("JSONPatch")) {
            return new Failed("unsupported patch type " + GoText.quoted(patchType));
        }
        List<String> warnings =
                response.path("warnings").valueStream().map(JsonNode::asText).toList();
        if (!response.path("allowed").asBoolean()) {
            return new Denied(denial(webhook.name(), response.path("status")), warnings);
        }
        if (!isMutating || !response.has("patch")) {
            return new Allowed(JsonNodeFactory.instance.missingNode(), warnings);
        }
        try {
            byte[] patch = Base64.getDecoder().decode(response.path("patch").asText());
            return new Allowed(JSON.readTree(new String(patch, StandardCharsets.UTF_8)), warnings);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return new Failed("received undecodable patch in webhook response: " + e.getMessage());
        }
    }

    private static String fault(JsonNode answer, JsonNode response, String uid, boolean isMutating) {
        if (!response.isObject()) {
            return "webhook response was absent";
        }
        if (!response.path("uid").asText().equals(uid)) {
            return "expected response.uid=" + GoText.quoted(uid) + ", got "
                    + GoText.quoted(response.path("uid").asText());
        }
        String version = answer.path("apiVersion").asText();
        String kind = answer.path("kind").asText();
        if (!version.equals("admission.k8s.io/v1") || !kind.equals("AdmissionReview")) {
            return "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got " + version + ", Kind="
                    + kind;
        }
        boolean hasPatch = !response.path("patch").asText().isEmpty();
        boolean hasType = response.path("patchType").isTextual();
        if (!isMutating) {
            return hasPatch
                    ? "validating webhook may not return response.patch"
                    : hasType ? "validating webhook may not return response.patchType" : "";
        }
        if (hasPatch == hasType) {
            return "";
        }
        return hasPatch
                ? "webhook returned response.patch but not response.patchType"
                : "webhook returned response.patchType but not response.patch";
    }

    private static StatusException denial(String name, JsonNode status) {
        String deniedBy = "admission webhook " + GoText.quoted(name) + " denied the request";
        String message = status.path("message").asText();
        String reason = status.path("reason").asText();
        String text = !message.isEmpty()
                ? deniedBy + ": " + message
                : !reason.isEmpty() ? deniedBy + ": " + reason : deniedBy + " without explanation";
        int code = Math.max(BAD_REQUEST, status.path("code").asInt());
        return StatusException.of(code, reason, text, status.path("details"));
    }

    /// The Status where a webhook that must be heard could not be called.
    static StatusException failure(Webhook webhook, String reason) {
        return internal("failed calling webhook " + GoText.quoted(webhook.name()) + ": " + reason);
    }

    /// 500, as apimachinery's NewInternalError builds it.
    static StatusException internal(String text) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes").addObject().put("message", text);
        return StatusException.of(500, "InternalError", "Internal error occurred: " + text, details);
    }
}
