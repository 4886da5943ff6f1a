package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Validation of the amounts that containers ask for.
final class ResourceRules {
    private static final Set<String> FOR_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "storage",
            "requests.storage",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> WHOLE = Set.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final String HUGE_PAGES = "hugepages-";

    private ResourceRules() {}

    static void checkContainer(JsonNode resources, FieldPath path, Findings findings) {
        check(resources, path, findings, false);
    }

    private static void check(JsonNode resources, FieldPath path, Findings findings, boolean isPod) {
        JsonNode limits = resources.path("limits");
        boolean hasHugePages = false;
        boolean hasMain = false;
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            FieldPath at = path.child("limits").key(limit.getKey());
            name(limit.getKey(), at, findings, isPod);
            amount(limit.getKey(), limit.getValue(), at, findings);
            hasHugePages |= limit.getKey().startsWith(HUGE_PAGES);
            hasMain |= isMain(limit.getKey());
        }
        FieldPath requests = path.child("requests");
        for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
            String name = request.getKey();
            FieldPath at = requests.key(name);
            name(name, at, findings, isPod);
            amount(name, request.getValue(), at, findings);
            hasHugePages |= name.startsWith(HUGE_PAGES);
            hasMain |= isMain(name);
            String limit = Trees.text(limits, name);
            String value = request.getValue().asText();
            if (limit.isEmpty()) {
                if (!mayOvercommit(name)) {
                    findings.required(path.child("limits"), "Limit must be set for non overcommitable resources");
                }
                continue;
            }
            int order = Quantity.parse(value).compareTo(Quantity.parse(limit));
            if (order != 0 && !mayOvercommit(name)) {
                findings.invalid(requests, value, "must be equal to " + name + " limit of " + limit);
            } else if (order > 0) {
                findings.invalid(requests, value, "must be less than or equal to " + name + " limit of " + limit);
            }
        }
        if (hasHugePages && !hasMain) {
            findings.forbidden(path, "HugePages require cpu or memory");
        }
    }

    private static boolean isMain(String name) {
        return name.equals("cpu") || name.equals("memory");
    }

    private static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    private static boolean mayOvercommit(String name) {
        return isNative(name) && !name.startsWith(HUGE_PAGES);
    }

    private static void name(String name, FieldPath at, Findings findings, boolean isPod) {
        if (isPod) {
            if (!PodResources.isPodLevel(name)) {
                findings.notSupported(at, name, List.of("cpu", "hugepages-", "memory"));
            }
            return;
        }
        List<String> wrong = Names.qualified(name);
        findings.invalidEach(at, name, wrong);
        boolean isPlain = name.indexOf('/') < 0;
        if (isPlain && !isStandard(name) && wrong.isEmpty()) {
            findings.invalid(at, name, "must be a standard resource type or fully qualified");
        }
        if (isPlain && !FOR_CONTAINERS.contains(name) && !name.startsWith(HUGE_PAGES)) {
            findings.invalid(at, name, "must be a standard resource for containers");
        } else if (!isPlain && !isNative(name) && !isExtended(name)) {
            findings.invalid(at, name, "doesn't follow extended resource name standard");
        }
    }

    private static boolean isStandard(String name) {
        return STANDARD.contains(name) || name.startsWith(HUGE_PAGES) || name.startsWith("requests.hugepages-");
    }

    private static boolean isExtended(String name) {
        return !name.startsWith("requests.")
                && Names.qualified("requests." + name).isEmpty();
    }

    /// That an amount is not negative, and whole where it counts things.
    static void amount(String name, JsonNode amount, FieldPath at, Findings findings) {
        Quantity value = Quantity.parse(amount.asText());
        if (value.signum() < 0) {
            findings.invalid(at, amount.asText(), "must be greater than or equal to 0");
        }
        boolean isCounted = WHOLE.contains(name) || (!isNative(name) && isExtended(name));
        if (isCounted && !value.isWhole()) {
            findings.invalid(at, amount, "must be an integer");
        }
    }

    /// The pod's own `resources` (KEP-2837).
    static void checkPod(JsonNode spec, FieldPath path, Findings findings) {
        if (!Trees.has(spec, "resources")) {
            return;
        }
        check(spec.path("resources"), path, findings, true);
        JsonNode requests = spec.path("resources").path("requests");
        SortedMap<String, Quantity> together = PodResources.sum(spec, "requests");
        for (Map.Entry<String, JsonNode> request : requests.properties()) {
            Quantity needed = together.get(request.getKey());
            if (needed != null
                    && needed.compareTo(Quantity.parse(request.getValue().asText())) > 0) {
                findings.invalid(
                        path.child("requests").key(request.getKey()),
                        request.getValue().asText(),
                        "must be greater than or equal to aggregate container requests of " + needed);
            }
        }
    }
}
