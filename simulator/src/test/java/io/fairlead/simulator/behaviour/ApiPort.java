package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An API server, real or modelled.
interface ApiPort extends AutoCloseable {
    /// @param path escaped
    /// @param query unescaped
    /// @param headers by lower-case name
    record Request(
            Verb verb,
            String path,
            SequencedMap<String, String> query,
            SequencedMap<String, String> headers,
            @Nullable JsonNode body) {}

    /// @param retryAfter empty without the header
    record Reply(int status, JsonNode body, List<String> warnings, String retryAfter) {}

    /// What a watch is answered with.
    sealed interface WatchAnswer {
        record Opened(OpenWatch watch) implements WatchAnswer {}

        record Refused(Reply reply) implements WatchAnswer {}
    }

    /// What a read of a watch gives.
    sealed interface Line {
        /// @param event `{type, object}`
        record Event(JsonNode event) implements Line {}

        /// Nothing came within the time.
        record Silence() implements Line {}

        /// The server has ended the watch.
        record End() implements Line {}
    }

    /// One open watch.
    interface OpenWatch extends AutoCloseable {
        /// Waits for the next line.
        Line next(Duration patience);

        @Override
        void close();
    }

    Reply send(Request request);

    WatchAnswer watch(Request request);

    /// Lets time pass: really, or on the virtual clock.
    void pause(Duration duration);

    @Override
    void close();
}
