package io.fairlead.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What to do about one object, decided from one observation.
///
/// @param steps in this order; steps of different pods may be carried out side by side, but a step never before every
///     [Action.SaveRevision] and [Action.RenumberRevision] ahead of it
/// @param status the whole `status` to write, or nothing where it is as it should be
/// @param budget what the disruptive steps of this plan rest on
/// @param nextLook when time alone will change the answer
public record Plan(List<Step> steps, Optional<JsonNode> status, Budget budget, Optional<Duration> nextLook) {
    public Plan {
        steps = List.copyOf(steps);
    }

    public static Plan nothing() {
        return new Plan(List.of(), Optional.empty(), Budget.NONE, Optional.empty());
    }

    /// The sum that every disruptive step draws on (invariant S1): the executor checks it again before it writes.
    ///
    /// @param replicas desired
    /// @param maxUnavailable resolved to pods
    /// @param available pods available in the observation
    public record Budget(int replicas, int maxUnavailable, int available) {
        public static final Budget NONE = new Budget(0, 0, 0);
    }
}
