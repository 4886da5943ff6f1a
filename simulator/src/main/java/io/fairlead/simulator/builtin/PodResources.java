package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the containers of a pod ask for together, and the class of service that follows from it.
final class PodResources {
    private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");
    private static final String HUGE_PAGES = "hugepages-";

    private PodResources() {}

    static boolean isPodLevel(String resource) {
        return POD_LEVEL.contains(resource) || resource.startsWith(HUGE_PAGES);
    }

    /// Fills in `spec.resources` (KEP-2837) where it is given in part: huge page limits and requests from the
    /// containers, then requests from limits.
    static void fillPodLevel(ObjectNode spec) {
        if (!(spec.get("resources") instanceof ObjectNode resources)) {
            return;
        }
        if (resources.path("limits").isEmpty() && resources.path("requests").isEmpty()) {
            return;
        }
        sum(spec, "limits").forEach((name, amount) -> {
            boolean isWanted =
                    name.startsWith(HUGE_PAGES) && !resources.path("requests").has(name);
            if (isWanted && !resources.path("limits").has(name)) {
                Trees.object(resources, "limits").put(name, amount.toString());
            }
        });
        if (resources.path("limits").isEmpty()) {
            return;
        }
        sum(spec, "requests").forEach((name, amount) -> {
            boolean isWanted =
                    POD_LEVEL.contains(name) && !resources.path("requests").has(name);
            if (isWanted) {
                Trees.object(resources, "requests").put(name, amount.toString());
            }
        });
        for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
            if (isPodLevel(limit.getKey()) && !resources.path("requests").has(limit.getKey())) {
                Trees.object(resources, "requests").set(limit.getKey(), limit.getValue());
            }
        }
    }

    /// The sum over containers and sidecars, or what one init container needs beside the sidecars before it.
    ///
    /// @param side `requests` or `limits`
    static SortedMap<String, Quantity> sum(JsonNode spec, String side) {
        TreeMap<String, Quantity> total = new TreeMap<>();
        for (JsonNode container : spec.path("containers")) {
            add(total, container, side);
        }
        TreeMap<String, Quantity> sidecars = new TreeMap<>();
        TreeMap<String, Quantity> most = new TreeMap<>();
        for (JsonNode container : spec.path("initContainers")) {
            SortedMap<String, Quantity> now;
            if (Trees.text(container, "restartPolicy").equals("Always")) {
                add(total, container, side);
                add(sidecars, container, side);
                now = sidecars;
            } else {
                now = new TreeMap<>(sidecars);
                add(now, container, side);
            }
            now.forEach((name, amount) -> most.merge(name, amount, PodResources::larger));
        }
        most.forEach((name, amount) -> total.merge(name, amount, PodResources::larger));
        return total;
    }

    private static void add(SortedMap<String, Quantity> sum, JsonNode container, String side) {
        for (Map.Entry<String, JsonNode> each :
                container.path("resources").path(side).properties()) {
            sum.merge(each.getKey(), Quantity.parse(each.getValue().asText()), Quantity::plus);
        }
    }

    private static Quantity larger(Quantity one, Quantity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// `Guaranteed`, `Burstable` or `BestEffort`.
    static String qosClass(JsonNode spec) {
        List<JsonNode> askers = new ArrayList<>();
        if (Trees.has(spec, "resources") && !isEmpty(spec.path("resources"))) {
            askers.add(spec.path("resources"));
        } else {
            spec.path("containers").forEach(each -> askers.add(each.path("resources")));
            spec.path("initContainers").forEach(each -> askers.add(each.path("resources")));
        }
        boolean isAsking = false;
        boolean isGuaranteed = true;
        for (JsonNode resources : askers) {
            for (String name : List.of("cpu", "memory")) {
                Quantity request = amount(resources, "requests", name);
                Quantity limit = amount(resources, "limits", name);
                isAsking |= request.signum() > 0 || limit.signum() > 0;
                isGuaranteed &= limit.signum() > 0 && request.compareTo(limit) == 0;
            }
        }
        if (!isAsking) {
            return "BestEffort";
        }
        return isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean isEmpty(JsonNode resources) {
        return resources.path("requests").isEmpty() && resources.path("limits").isEmpty();
    }

    private static Quantity amount(JsonNode resources, String side, String name) {
        JsonNode found = resources.path(side).path(name);
        return found.isTextual() ? Quantity.parse(found.textValue()) : Quantity.ZERO;
    }
}
