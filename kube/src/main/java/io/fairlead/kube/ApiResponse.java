package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Optional;

/// What came back: an HTTP status and a body (an object, a list, or a `Status` on failure).
///
/// @param status HTTP status; 0 = no answer, so whether a write was applied is unknown
/// @param body a missing node where there was none
/// @param retryAfter as the server asked, for 429 and 503
public record ApiResponse(int status, JsonNode body, Optional<Duration> retryAfter) {
    /// There was no answer: status 0.
    ///
    /// @param message why, for people
    public static ApiResponse noAnswer(String message) {
        return new ApiResponse(0, JsonNodeFactory.instance.objectNode().put("message", message), Optional.empty());
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// The `message` of a `Status` body, or the HTTP status alone.
    public String message() {
        String text = body.path("message").asText("");
        return text.isEmpty() ? (status == 0 ? "no answer" : "HTTP " + status) : text;
    }

    /// The machine-readable `reason` of a `Status` body (`AlreadyExists`, `Expired` …), or nothing.
    public String reason() {
        return body.path("reason").asText("");
    }
}
