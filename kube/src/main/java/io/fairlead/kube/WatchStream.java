package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;

/// An open watch. [#next] blocks the (virtual) thread that reads it; [#close] may come from another one and
/// ends it.
public interface WatchStream extends AutoCloseable {
    Item next();

    @Override
    void close();

    /// What a read of the stream gives.
    sealed interface Item permits Event, End {}

    /// One event.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
    /// @param object the whole object; for `ERROR` a `Status`, for `BOOKMARK` only its resourceVersion
    record Event(String type, JsonNode object) implements Item {}

    /// The stream is over; nothing follows.
    ///
    /// @param code HTTP status where the server refused the watch, 200 where it closed an open one, 0
    ///     where the connection broke or never came about
    record End(int code, String message) implements Item {}
}
