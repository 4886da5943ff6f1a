package io.fairlead.simulator.process;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import java.time.Duration;

/// What lies between a process and the API server; a fault plan implements it. Asked once for each request and
/// event, inside a step, so it may use dice.
public interface Network {
    /// What becomes of one request.
    ///
    /// @param there from the client to the server
    /// @param back from the server to the client
    record Passage(Duration there, Duration back, Fate fate) {}

    /// How a request ends.
    sealed interface Fate {
        /// The server carries it out and the client gets the answer.
        record Delivered() implements Fate {}

        /// It never reaches the server.
        ///
        /// @param patience until the client is told
        record RequestLost(Duration patience) implements Fate {}

        /// The server carries it out, and the client does not hear of it.
        ///
        /// @param patience until the client is told that there is no answer
        record AnswerLost(Duration patience) implements Fate {}

        /// Something on the way answers instead of the server.
        record Answered(ApiResponse response) implements Fate {}

        /// The process is killed.
        record Killed(Moment moment) implements Fate {}

        Fate DELIVERED = new Delivered();
    }

    /// When, in the course of a request, a process is killed.
    enum Moment {
        BEFORE_SEND,
        /// The server has carried it out.
        BEFORE_ANSWER,
        AFTER_ANSWER
    }

    /// Asked before each request; opening a watch is one too.
    Passage passage(SimProcess process, ApiRequest request);

    /// How long an event is on its way to this watch; never overtakes the one before it.
    Duration lag(SimProcess process, SimWatch watch);

    /// Whether this event is left out, as a later one of the same object is on its way already.
    boolean coalesces(SimProcess process, SimWatch watch);

    /// Whether this event is sent twice.
    boolean repeats(SimProcess process, SimWatch watch);

    /// Nothing goes wrong.
    ///
    /// @param latency one way
    static Network perfect(Duration latency) {
        return new Network() {
            @Override
            public Passage passage(SimProcess process, ApiRequest request) {
                return new Passage(latency, latency, Fate.DELIVERED);
            }

            @Override
            public Duration lag(SimProcess process, SimWatch watch) {
                return latency;
            }

            @Override
            public boolean coalesces(SimProcess process, SimWatch watch) {
                return false;
            }

            @Override
            public boolean repeats(SimProcess process, SimWatch watch) {
                return false;
            }
        };
    }
}
