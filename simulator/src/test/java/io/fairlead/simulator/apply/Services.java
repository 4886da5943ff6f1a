package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Headless services, whose addresses nobody has to make up.
final class Services implements Subject {
    @Override
    public String collection(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/services";
    }

    @Override
    public Schema schema() {
        return Schemas.builtin("", "v1", "Service").orElseThrow();
    }

    @Override
    public boolean isCustom() {
        return false;
    }

    @Override
    public ObjectNode base(String name) {
        return Trees.of("""
                {apiVersion: 'v1', kind: 'Service', metadata: {name: '%s'},
                 spec: {clusterIP: 'None', clusterIPs: ['None'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack'}}
                """.formatted(name));
    }

    @Override
    public ObjectNode some(Random random) {
        ObjectNode object = NODES.objectNode();
        Subject.metadata(random, object);
        ObjectNode spec = NODES.objectNode();
        if (Subject.chance(random, 30)) {
            spec.set("selector", Subject.map(random, "s1", "s2"));
        }
        if (Subject.chance(random, 20)) {
            spec.put("publishNotReadyAddresses", true);
        }
        if (Subject.chance(random, 70)) {
            ArrayNode ports = spec.putArray("ports");
            for (int port : new int[] {80, 81}) {
                for (String protocol : List.of("", "TCP", "UDP")) {
                    if (Subject.chance(random, 25)) {
                        add(random, ports, port, protocol);
                    }
                }
            }
        }
        object.set("spec", spec);
        return object;
    }

    private static void add(Random random, ArrayNode ports, int port, String protocol) {
        ObjectNode one = ports.insertObject(random.nextInt(ports.size() + 1));
        one.put("port", port).put("name", "p" + port + protocol.toLowerCase(Locale.ROOT));
        if (!protocol.isEmpty()) {
            one.put("protocol", protocol);
        }
        if (random.nextBoolean()) {
            one.put("targetPort", 8000 + random.nextInt(2));
        }
    }

    @Override
    public ObjectNode someStatus(Random random) {
        return NODES.objectNode();
    }

    @Override
    public void fill(ObjectNode object) {
        ObjectNode spec = object.withObjectProperty("spec");
        for (JsonNode each : spec.path("ports")) {
            ObjectNode port = (ObjectNode) each;
            if (!port.has("protocol")) {
                port.put("protocol", "TCP");
            }
            if (!port.has("targetPort")) {
                port.set("targetPort", port.get("port"));
            }
        }
        // The allocator puts back what a manager takes away by no longer applying it.
        for (Map.Entry<String, JsonNode> each : base("any").path("spec").properties()) {
            if (!spec.has(each.getKey())) {
                spec.set(each.getKey(), each.getValue());
            }
        }
        initial(spec, "sessionAffinity", "None");
        initial(spec, "type", "ClusterIP");
        initial(spec, "internalTrafficPolicy", "Cluster");
        object.withObjectProperty("status").withObjectProperty("loadBalancer");
    }

    private static void initial(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
