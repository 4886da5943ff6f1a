package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One line of a scenario. Texts may hold `${variables}`.
sealed interface Step {
    /// A request and its answer.
    ///
    /// @param target path and query; the query is not escaped
    /// @param headers by lower-case name
    /// @param body null for none
    /// @param save variable to the JSON pointer of its value in the answer
    /// @param until repeats the request until the answer is so; only the last one counts
    record Call(
            Verb verb,
            String target,
            SequencedMap<String, String> headers,
            @Nullable JsonNode body,
            SequencedMap<String, String> save,
            @Nullable Until until,
            View view)
            implements Step {}

    /// What an answer is waited for.
    ///
    /// @param status HTTP status; 0 for any
    /// @param at JSON pointer into the body; empty for nothing
    /// @param is what stands there
    record Until(int status, String at, String is) {}

    /// Which part of an answer's body is compared.
    ///
    /// @param only paths (`/a/b`, `/list[name=x]/c`); empty for everything
    /// @param ignore JSON pointers whose values are not compared, only that there are values
    record View(List<String> only, List<String> ignore) {
        static final View ALL = new View(List.of(), List.of());

        public View {
            only = List.copyOf(only);
            ignore = List.copyOf(ignore);
        }
    }

    /// Opens a watch.
    record Watch(String name, String target, SequencedMap<String, String> headers) implements Step {}

    /// Looks at what one of the scenario's webhooks was asked the last times.
    record Requests(String webhook, int count, View view) implements Step {}

    /// Reads events of an open watch.
    ///
    /// @param count so many; bookmarks are left out but for the one after the initial events
    /// @param isQuiet that nothing follows them
    /// @param isEnd that the server then ends the watch
    record Events(String name, int count, boolean isQuiet, boolean isEnd, View view) implements Step {}
}
