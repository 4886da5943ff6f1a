package io.fairlead.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One request as it reaches the API server.
///
/// @param path absolute and escaped as on the wire, without the query
/// @param query unescaped; a parameter that is given twice keeps its last value
/// @param headers by lower-case name: `content-type`, `accept`, `user-agent` …
/// @param body parsed, whether it was JSON or YAML; null without a body
public record ApiCall(
        Verb verb,
        String path,
        SequencedMap<String, String> query,
        SequencedMap<String, String> headers,
        @Nullable JsonNode body,
        User user) {

    public ApiCall {
        query = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(query));
        headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
    }

    /// Who asks.
    public record User(String name, List<String> groups) {
        /// May do everything.
        public static final User ADMIN = new User("admin", List.of("system:masters", "system:authenticated"));

        public User {
            groups = List.copyOf(groups);
        }
    }

    public String query(String name) {
        return query.getOrDefault(name, "");
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The media type of the body, without parameters.
    public String contentType() {
        String value = header("content-type");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip();
    }
}
