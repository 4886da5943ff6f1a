package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/// Defaults of kinds without a pod template that depend on other fields.
final class OtherDefaults {
    private static final int AFFINITY_SECONDS = 10_800;
    private static final String RBAC = "rbac.authorization.k8s.io";

    private OtherDefaults() {}

    static void addTo(Map<String, Decoding.TypeDefaults> rules) {
        TypeRules.add(rules, "core/v1.Namespace", OtherDefaults::namespace);
        TypeRules.add(rules, "core/v1.Secret", OtherDefaults::secret);
        TypeRules.add(rules, "core/v1.NodeStatus", OtherDefaults::nodeStatus);
        TypeRules.add(rules, "core/v1.NodeSpec", OtherDefaults::nodeSpec);
        TypeRules.add(rules, "core/v1.Service", OtherDefaults::service);
        TypeRules.add(rules, "core/v1.LimitRangeItem", OtherDefaults::limitRangeItem);
        TypeRules.add(rules, "core/v1.ReplicationController", OtherDefaults::replicationController);
        TypeRules.add(rules, "networking/v1.NetworkPolicy", OtherDefaults::networkPolicy);
        TypeRules.add(rules, "networking/v1.IngressClassSpec", OtherDefaults::ingressClass);
        TypeRules.add(rules, "rbac/v1.Subject", OtherDefaults::subject);
        TypeRules.add(rules, "apiextensions/v1.CustomResourceDefinition", OtherDefaults::definition);
    }

    private static void namespace(ObjectNode namespace) {
        String name = namespace.path("metadata").path("name").asText("");
        if (!name.isEmpty()) {
            Trees.object(Trees.object(namespace, "metadata"), "labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static void secret(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Trees.object(secret, "data");
            Base64.Encoder encoder = Base64.getEncoder();
            for (Map.Entry<String, JsonNode> each : texts.properties()) {
                byte[] content = each.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(each.getKey(), encoder.encodeToString(content));
            }
        }
    }

    private static void nodeStatus(ObjectNode status) {
        if (!status.has("allocatable") && status.has("capacity")) {
            status.set("allocatable", status.get("capacity").deepCopy());
        }
    }

    private static void nodeSpec(ObjectNode spec) {
        String single = Trees.text(spec, "podCIDR");
        String first = spec.path("podCIDRs").path(0).asText("");
        if (single.isEmpty() && !first.isEmpty()) {
            spec.put("podCIDR", first);
        } else if (!single.equals(first)) {
            spec.putArray("podCIDRs").add(single);
        }
    }

    private static void service(ObjectNode service) {
        ObjectNode spec = Trees.object(service, "spec");
        String type = Trees.text(spec, "type");
        if (Trees.text(spec, "sessionAffinity").equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (Trees.text(spec, "sessionAffinity").equals("ClientIP")) {
            ObjectNode client = Trees.object(Trees.object(spec, "sessionAffinityConfig"), "clientIP");
            if (!Trees.has(client, "timeoutSeconds")) {
                client.put("timeoutSeconds", AFFINITY_SECONDS);
            }
        }
        for (JsonNode port : spec.path("ports")) {
            JsonNode target = port.path("targetPort");
            boolean isUnset = Trees.isUnset(port, "targetPort") || (target.isNumber() && target.intValue() == 0);
            if (isUnset) {
                ((ObjectNode) port).set("targetPort", port.path("port"));
            }
        }
        boolean isBalanced = type.equals("LoadBalancer");
        boolean isOutside = isBalanced
                || type.equals("NodePort")
                || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
        if (isOutside && Trees.isUnset(spec, "externalTrafficPolicy")) {
            spec.put("externalTrafficPolicy", "Cluster");
        }
        boolean hasAddress = isBalanced || type.equals("NodePort") || type.equals("ClusterIP");
        if (hasAddress && !Trees.has(spec, "internalTrafficPolicy")) {
            spec.put("internalTrafficPolicy", "Cluster");
        }
        if (isBalanced && !Trees.has(spec, "allocateLoadBalancerNodePorts")) {
            spec.put("allocateLoadBalancerNodePorts", true);
        }
        if (isBalanced) {
            for (JsonNode ingress : service.path("status").path("loadBalancer").path("ingress")) {
                if (!Trees.text(ingress, "ip").isEmpty() && !Trees.has(ingress, "ipMode")) {
                    ((ObjectNode) ingress).put("ipMode", "VIP");
                }
            }
        }
    }

    private static void limitRangeItem(ObjectNode item) {
        if (!Trees.text(item, "type").equals("Container")) {
            return;
        }
        spread(item, "max", "default");
        spread(item, "default", "defaultRequest");
        spread(item, "min", "defaultRequest");
    }

    private static void spread(ObjectNode item, String from, String to) {
        for (Map.Entry<String, JsonNode> each : item.path(from).properties()) {
            ObjectNode target = Trees.object(item, to);
            if (!target.has(each.getKey())) {
                target.set(each.getKey(), each.getValue());
            }
        }
    }

    private static void replicationController(ObjectNode controller) {
        ObjectNode spec = Trees.object(controller, "spec");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (labels.isEmpty()) {
            return;
        }
        if (spec.path("selector").isEmpty()) {
            spec.set("selector", labels.deepCopy());
        }
        ObjectNode metadata = Trees.object(controller, "metadata");
        if (metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    private static void networkPolicy(ObjectNode policy) {
        ObjectNode spec = Trees.object(policy, "spec");
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    private static void ingressClass(ObjectNode spec) {
        if (spec.get("parameters") instanceof ObjectNode parameters && !Trees.has(parameters, "scope")) {
            parameters.put("scope", "Cluster");
        }
    }

    private static void subject(ObjectNode subject) {
        String kind = Trees.text(subject, "kind");
        if (Trees.isUnset(subject, "apiGroup") && (kind.equals("User") || kind.equals("Group"))) {
            subject.put("apiGroup", RBAC);
        }
    }

    private static void definition(ObjectNode definition) {
        ObjectNode spec = Trees.object(definition, "spec");
        ObjectNode names = Trees.object(spec, "names");
        String kind = Trees.text(names, "kind");
        if (Trees.isUnset(names, "singular") && !kind.isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (Trees.isUnset(names, "listKind") && !kind.isEmpty()) {
            names.put("listKind", kind + "List");
        }
        ObjectNode status = Trees.object(definition, "status");
        if (status.path("storedVersions").isEmpty()) {
            for (JsonNode version : spec.path("versions")) {
                if (Trees.flag(version, "storage")) {
                    status.putArray("storedVersions").add(Trees.text(version, "name"));
                    break;
                }
            }
        }
    }
}
