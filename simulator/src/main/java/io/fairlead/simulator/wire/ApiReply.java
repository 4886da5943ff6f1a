package io.fairlead.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The whole answer to one request that is no watch.
///
/// @param status HTTP status
/// @param body never to be changed by whoever gets it
/// @param headers by lower-case name, such as `retry-after`
/// @param warnings texts of `Warning` headers, in order
public record ApiReply(int status, JsonNode body, SequencedMap<String, String> headers, List<String> warnings) {
    public static ApiReply of(int status, JsonNode body) {
        return new ApiReply(status, body, new LinkedHashMap<>(), List.of());
    }

    /// The same answer with one more header.
    ///
    /// @param header its name in lower case
    public ApiReply with(String header, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, body, more, warnings);
    }

    public ApiReply withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new ApiReply(status, body, headers, List.copyOf(all));
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
