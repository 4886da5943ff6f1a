package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Services, endpoints, ingresses and network policies.
final class NetworkKinds {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final int ADDRESSES = 65_023;
    private static final int NODE_PORT_MIN = 30_000;
    private static final int NODE_PORTS = 2_768;

    private NetworkKinds() {}

    static List<TableKind> all() {
        return List.of(service(), endpoints(), endpointSlice(), ingress(), ingressClass(), networkPolicy());
    }

    private static TableKind service() {
        return new TableKind("v1", "Service")
                .named(Names.Rule.DNS_1035_LABEL)
                .creation((service, now) -> allocate(service))
                .rule((service, findings) -> serviceSpec(service.path("spec"), findings))
                .door("", (service, old) -> keepAddress(service, old), (service, old, findings) -> {})
                .updates((service, old, findings) -> {
                    TableKind.checkMetadataUpdate(service, old, findings);
                    String before = Trees.text(old.path("spec"), "clusterIP");
                    String now = Trees.text(service.path("spec"), "clusterIP");
                    boolean isExternal =
                            Trees.text(service.path("spec"), "type").equals("ExternalName")
                                    || Trees.text(old.path("spec"), "type").equals("ExternalName");
                    if (!isExternal && !before.isEmpty() && !before.equals(now)) {
                        findings.invalid(
                                SPEC.child("clusterIPs").index(0),
                                service.path("spec").path("clusterIPs"),
                                "may not change once set");
                    }
                    serviceSpec(service.path("spec"), findings);
                })
                .status(TableKind::checkMetadataUpdate);
    }

    // The address follows from the name: the same cluster comes out of the same objects. The range is wide enough that
    // two services rarely share one; the model routes nothing.
    private static void allocate(ObjectNode service) {
        ObjectNode spec = Trees.object(service, "spec");
        String type = Trees.text(spec, "type");
        if (type.equals("ExternalName")) {
            return;
        }
        JsonNode metadata = service.path("metadata");
        String key = Trees.text(metadata, "namespace") + "/" + Trees.text(metadata, "name");
        if (Trees.isUnset(spec, "clusterIP")) {
            int number = Math.floorMod(key.hashCode(), ADDRESSES) + 256;
            spec.put("clusterIP", "10.0." + (number >> 8) + "." + (number & 0xff));
        }
        if (spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(spec.get("clusterIP"));
        }
        boolean isBare = Trees.text(spec, "clusterIP").equals("None")
                && spec.path("selector").isEmpty();
        if (isBare && spec.path("ipFamilies").isEmpty() && !Trees.has(spec, "ipFamilyPolicy")) {
            // Endpoints of such a service are somebody else's: they may be of either family.
            spec.put("ipFamilyPolicy", "RequireDualStack")
                    .putArray("ipFamilies")
                    .add("IPv4")
                    .add("IPv6");
        }
        if (spec.path("ipFamilies").isEmpty()) {
            boolean isSix = Trees.text(spec, "clusterIP").indexOf(':') >= 0;
            spec.putArray("ipFamilies").add(isSix ? "IPv6" : "IPv4");
        }
        if (!Trees.has(spec, "ipFamilyPolicy")) {
            spec.put("ipFamilyPolicy", "SingleStack");
        }
        nodePorts(spec, key);
    }

    private static void nodePorts(ObjectNode spec, String key) {
        String type = Trees.text(spec, "type");
        boolean isWanted = type.equals("NodePort")
                || (type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
        if (!isWanted) {
            return;
        }
        for (JsonNode port : spec.path("ports")) {
            if (Trees.number(port, "nodePort") == 0) {
                int number = Math.floorMod((key + "/" + port.path("port")).hashCode(), NODE_PORTS);
                ((ObjectNode) port).put("nodePort", NODE_PORT_MIN + number);
            }
        }
    }

    private static void keepAddress(ObjectNode service, ObjectNode old) {
        ObjectNode spec = Trees.object(service, "spec");
        if (Trees.text(spec, "type").equals("ExternalName")) {
            spec.remove(List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"));
            return;
        }
        for (String field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (Trees.isUnset(spec, field)) {
                Trees.put(spec, field, old.path("spec").get(field));
            }
        }
        for (JsonNode port : spec.path("ports")) {
            for (JsonNode before : old.path("spec").path("ports")) {
                boolean isSame = before.path("port").equals(port.path("port"))
                        && before.path("protocol").equals(port.path("protocol"));
                boolean isLost = isSame && !Trees.has(port, "nodePort") && Trees.has(before, "nodePort");
                if (isLost && !Trees.text(spec, "type").equals("ClusterIP")) {
                    ((ObjectNode) port).set("nodePort", before.get("nodePort"));
                }
            }
        }
        allocate(service);
    }

    private static void serviceSpec(JsonNode spec, Findings findings) {
        String type = Trees.text(spec, "type");
        JsonNode ports = spec.path("ports");
        boolean isHeadless = Trees.text(spec, "clusterIP").equals("None");
        if (ports.isEmpty() && !isHeadless && !type.equals("ExternalName")) {
            findings.required(SPEC.child("ports"), "");
        }
        if (isHeadless && (type.equals("LoadBalancer") || type.equals("NodePort"))) {
            findings.invalid(
                    SPEC.child("clusterIPs").index(0), "None", "may not be set to 'None' for " + type + " services");
        }
        if (type.equals("ExternalName")) {
            String name = Trees.text(spec, "externalName");
            if (name.isEmpty()) {
                findings.required(SPEC.child("externalName"), "");
            } else {
                String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
                findings.invalidEach(SPEC.child("externalName"), bare, Names.subdomain(bare));
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), ports.size() > 1, names, SPEC.child("ports").index(i), findings);
        }
        ObjectMetaRules.labels(spec.path("selector"), SPEC.child("selector"), findings);
        findings.oneOf(SPEC.child("sessionAffinity"), Trees.text(spec, "sessionAffinity"), List.of("ClientIP", "None"));
        for (int i = 0; i < spec.path("externalIPs").size(); i++) {
            Addresses.check(
                    spec.path("externalIPs").get(i).asText(),
                    SPEC.child("externalIPs").index(i),
                    findings);
        }
        findings.oneOf(SPEC.child("type"), type, TYPES);
        portUses(ports, type, findings);
    }

    private static void port(JsonNode port, boolean isNamed, Set<String> names, FieldPath at, Findings findings) {
        String name = Trees.text(port, "name");
        if (name.isEmpty() && isNamed) {
            findings.required(at.child("name"), "");
        } else if (!name.isEmpty()) {
            findings.invalidEach(at.child("name"), name, Names.label(name));
            if (!names.add(name)) {
                findings.duplicate(at.child("name"), name);
            }
        }
        long number = Trees.number(port, "port");
        findings.invalidEach(at.child("port"), number, Names.portNumber(number));
        findings.oneOf(at.child("protocol"), Trees.text(port, "protocol"), PROTOCOLS);
        ProbeRules.port(port.path("targetPort"), at.child("targetPort"), findings);
    }

    private static void portUses(JsonNode ports, String type, Findings findings) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            FieldPath at = SPEC.child("ports").index(i);
            if (type.equals("ClusterIP") && Trees.number(ports.get(i), "nodePort") != 0) {
                findings.forbidden(at.child("nodePort"), "may not be used when `type` is 'ClusterIP'");
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String key = Trees.text(port, "protocol") + "/" + Trees.number(port, "port");
            if (!seen.add(key)) {
                String value = "{\"Name\":\"\",\"Protocol\":" + GoText.quote(Trees.text(port, "protocol"))
                        + ",\"AppProtocol\":null,\"Port\":" + Trees.number(port, "port")
                        + ",\"TargetPort\":0,\"NodePort\":0}";
                findings.duplicateAs(SPEC.child("ports").index(i), value, "");
            }
        }
    }

    private static TableKind endpoints() {
        return new TableKind("v1", "Endpoints").rule((endpoints, findings) -> {
            JsonNode subsets = endpoints.path("subsets");
            for (int i = 0; i < subsets.size(); i++) {
                FieldPath at = FieldPath.of("subsets").index(i);
                JsonNode subset = subsets.get(i);
                if (subset.path("addresses").isEmpty()
                        && subset.path("notReadyAddresses").isEmpty()) {
                    findings.required(at, "must specify `addresses` or `notReadyAddresses`");
                }
                for (int j = 0; j < subset.path("addresses").size(); j++) {
                    String ip = Trees.text(subset.path("addresses").get(j), "ip");
                    Addresses.check(ip, at.child("addresses").index(j).child("ip"), findings);
                }
            }
        });
    }

    private static TableKind endpointSlice() {
        return new TableKind("discovery.k8s.io/v1", "EndpointSlice")
                .generation("endpoints", "ports", "addressType")
                .rule((slice, findings) -> {
                    String type = Trees.text(slice, "addressType");
                    findings.oneOf(FieldPath.of("addressType"), type, List.of("FQDN", "IPv4", "IPv6"));
                    JsonNode endpoints = slice.path("endpoints");
                    for (int i = 0; i < endpoints.size(); i++) {
                        FieldPath at = FieldPath.of("endpoints").index(i).child("addresses");
                        if (endpoints.get(i).path("addresses").isEmpty()) {
                            findings.required(at, "must contain at least 1 address");
                        }
                    }
                })
                .updates((slice, old, findings) -> {
                    TableKind.checkMetadataUpdate(slice, old, findings);
                    findings.immutable(FieldPath.of("addressType"), slice.path("addressType"), old.path("addressType"));
                });
    }

    private static TableKind ingress() {
        return new TableKind("networking.k8s.io/v1", "Ingress")
                .generation("spec")
                .rule((ingress, findings) -> {
                    JsonNode spec = ingress.path("spec");
                    if (spec.path("rules").isEmpty() && !Trees.has(spec, "defaultBackend")) {
                        findings.invalid(SPEC, "[]", "either `defaultBackend` or `rules` must be specified");
                    }
                    for (int i = 0; i < spec.path("rules").size(); i++) {
                        paths(
                                spec.path("rules").get(i).path("http"),
                                SPEC.child("rules").index(i).child("http"),
                                findings);
                    }
                })
                .status(TableKind::checkMetadataUpdate);
    }

    private static void paths(JsonNode http, FieldPath at, Findings findings) {
        if (http.isObject() && http.path("paths").isEmpty()) {
            findings.required(at.child("paths"), "");
        }
        for (int i = 0; i < http.path("paths").size(); i++) {
            JsonNode path = http.path("paths").get(i);
            FieldPath place = at.child("paths").index(i);
            String type = Trees.text(path, "pathType");
            if (!Trees.has(path, "pathType")) {
                findings.required(place.child("pathType"), "pathType must be specified");
            } else {
                findings.oneOf(place.child("pathType"), type, List.of("Exact", "ImplementationSpecific", "Prefix"));
            }
            boolean isRooted = type.equals("ImplementationSpecific")
                    || Trees.text(path, "path").startsWith("/");
            if (!isRooted) {
                findings.invalid(place.child("path"), Trees.text(path, "path"), "must be an absolute path");
            }
        }
    }

    private static TableKind ingressClass() {
        return new TableKind("networking.k8s.io/v1", "IngressClass")
                .clusterScoped()
                .generation("spec");
    }

    private static TableKind networkPolicy() {
        return new TableKind("networking.k8s.io/v1", "NetworkPolicy")
                .generation("spec")
                .rule((policy, findings) -> SelectorRules.check(
                        policy.path("spec").path("podSelector"), SPEC.child("podSelector"), findings));
    }
}
