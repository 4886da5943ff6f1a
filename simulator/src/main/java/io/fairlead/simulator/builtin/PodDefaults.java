package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Defaults of pods and pod templates that depend on other fields.
final class PodDefaults {
    private PodDefaults() {}

    static void addTo(Map<String, Decoding.TypeDefaults> rules) {
        TypeRules.add(rules, "core/v1.Container", container -> pullPolicy(container, "image", "imagePullPolicy"));
        TypeRules.add(rules, "core/v1.EphemeralContainer", each -> pullPolicy(each, "image", "imagePullPolicy"));
        TypeRules.add(rules, "core/v1.Volume", PodDefaults::volume);
        TypeRules.add(rules, "core/v1.PodSpec", PodDefaults::serviceAccount);
        TypeRules.add(rules, "core/v1.Pod", PodDefaults::pod);
    }

    private static void pullPolicy(ObjectNode object, String image, String policy) {
        if (Trees.isUnset(object, policy)) {
            object.put(policy, Images.isLatest(Trees.text(object, image)) ? "Always" : "IfNotPresent");
        }
    }

    private static void volume(ObjectNode volume) {
        boolean hasSource = false;
        for (String field : (Iterable<String>) volume::fieldNames) {
            hasSource |= !field.equals("name");
        }
        if (!hasSource) {
            volume.putObject("emptyDir");
        }
        if (volume.get("image") instanceof ObjectNode image) {
            pullPolicy(image, "reference", "pullPolicy");
        }
    }

    // The old name of the field lives on beside the new one.
    private static void serviceAccount(ObjectNode spec) {
        String name = Trees.text(spec, "serviceAccountName");
        String account = name.isEmpty() ? Trees.text(spec, "serviceAccount") : name;
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account);
            spec.put("serviceAccount", account);
        }
    }

    private static void pod(ObjectNode pod) {
        if (pod.get("spec") instanceof ObjectNode spec) {
            List<ObjectNode> containers = new ArrayList<>();
            for (String field : List.of("containers", "initContainers")) {
                for (JsonNode each : spec.path(field)) {
                    containers.add((ObjectNode) each);
                }
            }
            boolean isOnHost = Trees.flag(spec, "hostNetwork");
            for (ObjectNode container : containers) {
                requestsFromLimits(container.get("resources"));
                if (isOnHost) {
                    hostPorts(container);
                }
            }
            PodResources.fillPodLevel(spec);
        }
        if (pod.get("status") instanceof ObjectNode status) {
            podIps(status);
        }
    }

    private static void requestsFromLimits(JsonNode resources) {
        if (resources instanceof ObjectNode object && object.get("limits") instanceof ObjectNode limits) {
            ObjectNode requests = Trees.object(object, "requests");
            for (Map.Entry<String, JsonNode> limit : limits.properties()) {
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            }
        }
    }

    private static void hostPorts(ObjectNode container) {
        for (JsonNode port : container.path("ports")) {
            if (Trees.number(port, "hostPort") == 0) {
                ((ObjectNode) port).set("hostPort", port.path("containerPort"));
            }
        }
    }

    // podIP is podIPs[0]; where they differ, the single one wins.
    private static void podIps(ObjectNode status) {
        String single = Trees.text(status, "podIP");
        String first = status.path("podIPs").path(0).path("ip").asText("");
        if (single.isEmpty() && !first.isEmpty()) {
            status.put("podIP", first);
        } else if (!single.equals(first)) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            all.addObject().put("ip", single);
            status.set("podIPs", all);
        }
    }
}
