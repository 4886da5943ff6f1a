package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Says in which places two trees differ.
final class Differences {
    /// So many places are shown; the first ones usually explain the rest.
    private static final int SHOWN_MAX = 12;

    private static final int VALUE_CHARS_MAX = 600;

    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    /// @return one line a place; empty where the trees are equal
    static List<String> between(JsonNode recorded, JsonNode answered) {
        Differences differences = new Differences();
        int steps = Math.max(recorded.size(), answered.size());
        for (int i = 0; i < steps && differences.lines.size() < SHOWN_MAX; i++) {
            String step =
                    "step " + (i + 1) + " " + recorded.path(i).path("asked").asText();
            differences.compare(step + " ", recorded.path(i), answered.path(i));
        }
        return differences.lines.subList(0, Math.min(differences.lines.size(), SHOWN_MAX));
    }

    private void compare(String path, JsonNode recorded, JsonNode answered) {
        if (recorded.isObject() && answered.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            recorded.fieldNames().forEachRemaining(names::add);
            answered.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(path + "/" + name, recorded.path(name), answered.path(name));
            }
        } else if (recorded.isArray() && answered.isArray() && recorded.size() == answered.size()) {
            for (int i = 0; i < recorded.size(); i++) {
                compare(path + "/" + i, recorded.path(i), answered.path(i));
            }
        } else if (!recorded.equals(answered)) {
            lines.add(path + "\n      real:      " + shown(recorded) + "\n      simulated: " + shown(answered));
        }
    }

    private static String shown(JsonNode node) {
        String text = node instanceof MissingNode ? "(absent)" : node.toString();
        return text.length() > VALUE_CHARS_MAX ? text.substring(0, VALUE_CHARS_MAX) + "…" : text;
    }
}
