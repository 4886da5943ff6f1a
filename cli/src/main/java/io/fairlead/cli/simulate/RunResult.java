package io.fairlead.cli.simulate;

import io.fairlead.simulator.fault.Tally;
import java.time.Duration;
import java.util.List;

/// How one run went.
///
/// @param hash of everything that happened, in order
/// @param events requests, answers, watch events and other notes
/// @param apiEvents requests that the API server answered, and events that it gave to watches
/// @param virtual time that passed in the cluster
/// @param problems broken invariants, and what did not become as it should; empty for a good run
public record RunResult(
        long seed,
        long hash,
        long steps,
        long events,
        long apiEvents,
        Duration virtual,
        Tally tally,
        List<String> problems) {
    public boolean isGood() {
        return problems.isEmpty();
    }
}
