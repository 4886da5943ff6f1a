package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads YAML of one document.
final class Yaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /// @param label what messages call the text
    static JsonNode tree(String label, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(label).build();
        return JSON.valueToTree(new Load(settings).loadFromString(text));
    }
}
