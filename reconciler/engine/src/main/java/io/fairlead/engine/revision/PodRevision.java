package io.fairlead.engine.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.PodKeys;

/// A revision that pods can be brought to.
///
/// @param template as pods are created from it
/// @param form the template in the form in which revisions are compared
public record PodRevision(String name, JsonNode template, JsonNode form) {
    public String hash() {
        return PodKeys.hashOf(name);
    }
}
