package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The real server finds what is wrong with several fields in no fixed order (it walks Go maps): the causes of a
/// refusal, and the message that lists them, are compared as sets.
final class Causes {
    private static final String LIST = " is invalid: [";

    private Causes() {}

    /// Puts the causes of all refusals in the tree into one order, in place.
    static void sort(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.path("details").path("causes") instanceof ArrayNode causes) {
            List<JsonNode> sorted = new ArrayList<>();
            causes.forEach(sorted::add);
            sorted.sort(Comparator.comparing(JsonNode::toString));
            causes.removeAll();
            causes.addAll(sorted);
            message(object, sorted);
        }
        tree.forEach(Causes::sort);
    }

    private static void message(ObjectNode status, List<JsonNode> causes) {
        String message = status.path("message").asText();
        int at = message.indexOf(LIST);
        if (at < 0) {
            return;
        }
        List<String> texts = causes.stream()
                .map(each -> each.path("field").asText() + ": "
                        + each.path("message").asText())
                .distinct()
                .toList();
        String listed = String.join(", ", texts);
        boolean isThose = message.length() == at + LIST.length() + listed.length() + 1
                && texts.stream().allMatch(message::contains);
        if (isThose) {
            status.put("message", message.substring(0, at + LIST.length()) + listed + "]");
        }
    }
}
