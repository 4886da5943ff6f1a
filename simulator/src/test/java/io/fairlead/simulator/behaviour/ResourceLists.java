package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The real server lists the custom kinds of one group version in no fixed order (its definitions come from a cache
/// that is a Go map). Kinds are compared as a set; the order of one kind's subresources stays.
final class ResourceLists {
    private ResourceLists() {}

    /// Puts the kinds of all resource lists in the tree into one order, in place.
    static void sort(JsonNode tree) {
        if (tree instanceof ObjectNode object && object.path("resources") instanceof ArrayNode resources) {
            boolean isPlain = object.path("kind").asText().equals("APIResourceList");
            // So is each version of an `APIGroupDiscovery`.
            boolean isAggregated = object.has("version") && object.has("freshness");
            if (isPlain || isAggregated) {
                List<JsonNode> sorted = new ArrayList<>();
                resources.forEach(sorted::add);
                sorted.sort(Comparator.comparing(each -> kind(each, isPlain ? "name" : "resource")));
                resources.removeAll();
                resources.addAll(sorted);
            }
        }
        tree.forEach(ResourceLists::sort);
    }

    /// `deployments` of `deployments/scale`.
    private static String kind(JsonNode resource, String field) {
        return resource.path(field).asText().replaceFirst("/.*", "");
    }
}
