package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;

/// What a pod runs, as far as a template decides it: images and plain environment variables by container. Two pods
/// with the same content are on the same revision, whatever their labels say.
public final class Content {
    private Content() {}

    /// @param podSpec of a pod or of a pod template
    public static String of(JsonNode podSpec) {
        StringBuilder content = new StringBuilder();
        for (JsonNode container : podSpec.path("containers")) {
            content.append(content.isEmpty() ? "" : " ")
                    .append(container.path("name").asText())
                    .append('=')
                    .append(container.path("image").asText());
            for (JsonNode variable : container.path("env")) {
                content.append(',')
                        .append(variable.path("name").asText())
                        .append(':')
                        .append(variable.path("value").asText(""));
            }
        }
        return content.toString();
    }
}
