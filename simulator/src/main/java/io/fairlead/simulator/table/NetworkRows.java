package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Rows of services, endpoints, ingresses and network policies.
final class NetworkRows {
    private static final int LIST_MAX = 3;

    private NetworkRows() {}

    static void service(JsonNode object, Row row) {
        JsonNode spec = object.path("spec");
        String clusterIp = Nodes.at(spec, "clusterIPs").path(0).asText();
        row.add(Nodes.name(object))
                .add(Nodes.text(spec, "type"))
                .add(Nodes.orNone(clusterIp))
                .add(externalIp(object))
                .add(Nodes.orNone(ports(Nodes.at(spec, "ports"))))
                .age(object)
                .add(Nodes.labels(Nodes.at(spec, "selector")));
    }

    private static String externalIp(JsonNode service) {
        List<String> external = new ArrayList<>();
        Nodes.at(service, "spec", "externalIPs").forEach(ip -> external.add(ip.asText()));
        return switch (Nodes.text(service, "spec", "type")) {
            case "ClusterIP", "NodePort" -> Nodes.orNone(String.join(",", external));
            case "LoadBalancer" -> {
                String balanced = balancer(service);
                if (!balanced.isEmpty()) {
                    external.addFirst(balanced);
                }
                yield external.isEmpty() ? "<pending>" : String.join(",", external);
            }
            case "ExternalName" -> Nodes.text(service, "spec", "externalName");
            default -> Ages.UNKNOWN;
        };
    }

    private static String balancer(JsonNode object) {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode each : Nodes.at(object, "status", "loadBalancer", "ingress")) {
            String address = Nodes.textOr(Nodes.text(each, "hostname"), each, "ip");
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return String.join(",", addresses);
    }

    private static String ports(JsonNode ports) {
        StringBuilder text = new StringBuilder();
        for (JsonNode port : ports) {
            text.append(text.isEmpty() ? "" : ",").append(port.path("port").asLong());
            if (port.path("nodePort").asLong() > 0) {
                text.append(':').append(port.path("nodePort").asLong());
            }
            text.append('/').append(port.path("protocol").asText());
        }
        return text.toString();
    }

    static void endpoints(JsonNode object, Row row) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : Nodes.at(object, "subsets")) {
            JsonNode ports = Nodes.at(subset, "ports");
            if (ports.isEmpty()) {
                Nodes.at(subset, "addresses")
                        .forEach(address -> all.add(address.path("ip").asText()));
            }
            for (JsonNode port : ports) {
                for (JsonNode address : Nodes.at(subset, "addresses")) {
                    all.add(hostPort(
                            address.path("ip").asText(), port.path("port").asLong()));
                }
            }
        }
        boolean isEmpty = Nodes.at(object, "subsets").isEmpty();
        row.add(Nodes.name(object)).add(isEmpty ? Row.NONE : shortened(all)).age(object);
    }

    private static String hostPort(String host, long port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    static void endpointSlice(JsonNode object, Row row) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : Nodes.at(object, "ports")) {
            ports.add(port.has("port") ? port.path("port").asText() : Nodes.textOr("*", port, "name"));
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode endpoint : Nodes.at(object, "endpoints")) {
            endpoint.path("addresses").forEach(address -> addresses.add(address.asText()));
        }
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "addressType"))
                .add(ports.isEmpty() ? Row.UNSET : shortened(ports))
                .add(addresses.isEmpty() ? Row.UNSET : shortened(addresses))
                .age(object);
    }

    private static String shortened(List<String> all) {
        return all.size() <= LIST_MAX
                ? String.join(",", all)
                : String.join(",", all.subList(0, LIST_MAX)) + " + " + (all.size() - LIST_MAX) + " more...";
    }

    static void ingress(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.textOr(Row.NONE, object, "spec", "ingressClassName"))
                .add(hosts(Nodes.at(object, "spec", "rules")))
                .add(balancer(object))
                .add(Nodes.at(object, "spec", "tls").isEmpty() ? "80" : "80, 443")
                .age(object);
    }

    private static String hosts(JsonNode rules) {
        List<String> hosts = new ArrayList<>();
        boolean isShortened = false;
        for (JsonNode rule : rules) {
            isShortened |= hosts.size() == LIST_MAX;
            String host = rule.path("host").asText();
            if (!isShortened && !host.isEmpty()) {
                hosts.add(host);
            }
        }
        if (hosts.isEmpty()) {
            return "*";
        }
        String text = String.join(",", hosts);
        return isShortened ? text + " + " + (rules.size() - LIST_MAX) + " more..." : text;
    }

    static void ingressClass(JsonNode object, Row row) {
        JsonNode parameters = Nodes.at(object, "spec", "parameters");
        String text = Row.NONE;
        if (parameters.isObject()) {
            String group = parameters.has("apiGroup")
                    ? "." + parameters.path("apiGroup").asText()
                    : "";
            text = parameters.path("kind").asText() + group + "/"
                    + parameters.path("name").asText();
        }
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "spec", "controller"))
                .add(text)
                .age(object);
    }

    static void networkPolicy(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.orNone(Nodes.selector(Nodes.at(object, "spec", "podSelector"))))
                .age(object);
    }
}
