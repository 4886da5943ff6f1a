package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;

/// The difference of two pod specs, as a refused update shows it.
final class PodSpecDiff {
    private PodSpecDiff() {}

    static String between(JsonNode old, JsonNode munged) {
        return UnifiedDiff.of(InternalForm.podSpec(old), InternalForm.podSpec(munged));
    }
}
