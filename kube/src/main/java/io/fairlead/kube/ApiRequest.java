package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One request to the API server.
///
/// @param path absolute and already escaped, without the query: `/api/v1/namespaces/default/pods/web-1`
/// @param query in the order in which it is sent; values unescaped
/// @param contentType of the body; ignored without a body
/// @param timeout after which the outcome is unknown
public record ApiRequest(
        Verb verb,
        String path,
        SequencedMap<String, String> query,
        ContentType contentType,
        @Nullable JsonNode body,
        Duration timeout) {

    /// How long an ordinary call may take.
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    public enum Verb {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /// The media types that the API server tells patches apart by.
    public enum ContentType {
        JSON("application/json"),
        JSON_PATCH("application/json-patch+json"),
        MERGE_PATCH("application/merge-patch+json"),
        STRATEGIC_MERGE_PATCH("application/strategic-merge-patch+json"),
        APPLY("application/apply-patch+yaml");

        private final String mediaType;

        ContentType(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    public ApiRequest {
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(contentType, "contentType");
        query = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(query));
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path is not absolute: " + path);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is not positive: " + timeout);
        }
    }

    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest(Verb.GET, path, new LinkedHashMap<>(query), ContentType.JSON, null, TIMEOUT);
    }
}
