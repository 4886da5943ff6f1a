package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/// What became of one request: expected failures are values. `switch` over it without `default`.
public sealed interface Outcome {
    /// Done; the object as the server holds it now.
    record Applied(JsonNode object) implements Outcome {}

    /// The object is not what the decision was made on (409, or a failed `test` of a JSON Patch: 422): look again.
    record Conflicted(String message) implements Outcome {}

    /// No such object, or one of that name with another uid (404, 410).
    record Gone(String message) implements Outcome {}

    /// The server does not want this, and would not want it again (400, 401, 403, 405, 413, 415, 422).
    record Refused(int code, String reason, String message) implements Outcome {}

    /// Too many requests (429, or 503 with Retry-After): wait that long.
    record Throttled(Duration retryAfter) implements Outcome {}

    /// Anything else.
    ///
    /// @param isUnknown the write may have been applied (timeout, broken connection, 5xx after sending)
    record Failed(String message, boolean isUnknown) implements Outcome {}
}
