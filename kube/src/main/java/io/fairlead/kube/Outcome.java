package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/// What became of one request: expected failures are values. `switch` over it without `default`.
public sealed interface Outcome {
    /// The wait after a 429 or 503 that does not say how long.
    Duration THROTTLE_DEFAULT = Duration.ofSeconds(1);

    /// Tells the cases apart, for every verb: the one place that reads HTTP codes. As the API server
    /// answers:
    /// - a failed `test` (or any operation that does not fit the object) of a JSON Patch is a 422
    ///   `Invalid` that names no field, unlike a validation error;
    /// - a patch that carries another uid than the object's is a 409, or a 422 on the immutable
    ///   `metadata.uid`;
    /// - `AlreadyExists`, and a field that another manager owns (apply without force), are 409s that
    ///   come again.
    static Outcome of(ApiRequest request, ApiResponse response) {
        boolean isWrite = request.verb() != ApiRequest.Verb.GET;
        String message = response.message();
        int code = response.status();
        return switch (code) {
            case 404, 410 -> new Gone(message);
            case 409 -> conflict(response);
            case 422 -> unprocessable(request, response);
            case 429 -> new Throttled(response.retryAfter().orElse(THROTTLE_DEFAULT));
            case 400, 401, 403, 405, 406, 413, 415 -> new Refused(code, response.reason(), message);
            case 503 -> {
                Optional<Duration> wait = response.retryAfter();
                yield wait.isPresent() ? new Throttled(wait.get()) : new Failed(message, isWrite);
            }
            default -> response.isSuccess() ? new Applied(response.body()) : new Failed(message, isWrite);
        };
    }

    private static Outcome conflict(ApiResponse response) {
        String cause = cause(response, "reason");
        if (response.reason().equals("AlreadyExists")) {
            return new Refused(409, "AlreadyExists", response.message());
        }
        if (cause.equals("FieldManagerConflict")) {
            return new Refused(409, cause, response.message());
        }
        return new Conflicted(response.message());
    }

    private static Outcome unprocessable(ApiRequest request, ApiResponse response) {
        String field = cause(response, "field");
        if (field.equals("metadata.uid")) {
            return new Gone(response.message());
        }
        boolean namesNoField = response.body().path("details").path("causes").isEmpty();
        if (request.contentType() == ApiRequest.ContentType.JSON_PATCH
                && request.verb() == ApiRequest.Verb.PATCH
                && namesNoField) {
            return new Conflicted(response.message());
        }
        return new Refused(422, response.reason(), response.message());
    }

    private static String cause(ApiResponse response, String property) {
        return response.body()
                .path("details")
                .path("causes")
                .path(0)
                .path(property)
                .asText("");
    }

    /// Done; the object as the server holds it now.
    record Applied(JsonNode object) implements Outcome {}

    /// The object is not what the decision was made on (409, or a failed `test` of a JSON Patch: 422):
    /// look again.
    record Conflicted(String message) implements Outcome {}

    /// No such object, or one of that name with another uid (404, 410).
    record Gone(String message) implements Outcome {}

    /// The server does not want this, and would not want it again (400, 401, 403, 405, 413, 415, 422).
    record Refused(int code, String reason, String message) implements Outcome {}

    /// Too many requests (429, or 503 with Retry-After): nothing was done; wait that long.
    record Throttled(Duration retryAfter) implements Outcome {}

    /// Anything else.
    ///
    /// @param isUnknown the write may have been applied (timeout, broken connection, 5xx after sending)
    record Failed(String message, boolean isUnknown) implements Outcome {}
}
