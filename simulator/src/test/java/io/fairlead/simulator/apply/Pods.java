package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import java.util.List;
import java.util.Random;

/// Pods that already have what admission would add.
final class Pods implements Subject {
    @Override
    public String collection(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }

    @Override
    public Schema schema() {
        return Schemas.builtin("", "v1", "Pod").orElseThrow();
    }

    @Override
    public boolean isCustom() {
        return false;
    }

    @Override
    public ObjectNode base(String name) {
        return Trees.of("""
                {apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s'},
                 spec: {containers: [{name: 'a', image: 'a:1'}, {name: 'b', image: 'b:1'}],
                        priority: 0, preemptionPolicy: 'PreemptLowerPriority',
                        tolerations: [{key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute',
                                       tolerationSeconds: 300},
                                      {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute',
                                       tolerationSeconds: 300}]}}""".formatted(name));
    }

    @Override
    public ObjectNode some(Random random) {
        ObjectNode object = NODES.objectNode();
        Subject.metadata(random, object);
        ArrayNode containers = NODES.arrayNode();
        for (String name : List.of("a", "b")) {
            containers.addObject().put("name", name).put("image", name + ":" + (1 + random.nextInt(3)));
        }
        if (Subject.chance(random, 60)) {
            object.putObject("spec").set("containers", containers);
        }
        return object;
    }

    @Override
    public ObjectNode someStatus(Random random) {
        ObjectNode status = NODES.objectNode();
        ArrayNode conditions = NODES.arrayNode();
        for (String type : List.of("Ready", "x.io/Gate", "ContainersReady")) {
            if (random.nextBoolean()) {
                conditions
                        .addObject()
                        .put("type", type)
                        .put("status", random.nextBoolean() ? "True" : "False")
                        .put("lastProbeTime", "2026-01-01T00:00:00Z")
                        .put("lastTransitionTime", "2026-01-01T00:00:00Z");
            }
        }
        status.set("conditions", conditions);
        if (random.nextBoolean()) {
            status.put("message", "m" + random.nextInt(2));
        }
        return status;
    }

    @Override
    public void fill(ObjectNode object) {
        ObjectNode spec = object.withObjectProperty("spec");
        Deployments.fillPod(spec);
        if (!spec.has("enableServiceLinks")) {
            spec.put("enableServiceLinks", true);
        }
        // Admission puts back what a manager takes away by no longer applying it.
        ObjectNode admitted = (ObjectNode) base("any").path("spec");
        for (String field : List.of("priority", "preemptionPolicy", "tolerations")) {
            if (!spec.has(field)) {
                spec.set(field, admitted.get(field));
            }
        }
        object.withObjectProperty("status");
    }
}
