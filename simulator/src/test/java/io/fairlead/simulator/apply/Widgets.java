package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import java.util.List;
import java.util.Random;

/// A custom kind with lists of each type, with maps, and with fields that nothing is declared of.
final class Widgets implements Subject {
    static final ObjectNode DEFINITION = Trees.of("""
            {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition',
             metadata: {name: 'widgets.test.fairlead.io'},
             spec: {group: 'test.fairlead.io', scope: 'Namespaced', names: {kind: 'Widget', plural: 'widgets'},
              versions: [{name: 'v1', served: true, storage: true, subresources: {status: {}},
               schema: {openAPIV3Schema: {type: 'object', properties: {
                spec: {type: 'object', properties: {
                  size: {type: 'integer'},
                  title: {type: 'string'},
                  share: {'x-kubernetes-int-or-string': true},
                  tags: {type: 'array', 'x-kubernetes-list-type': 'set', items: {type: 'string'}},
                  numbers: {type: 'array', 'x-kubernetes-list-type': 'set', items: {type: 'integer'}},
                  words: {type: 'array', items: {type: 'string'}},
                  rows: {type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name', 'port'],
                    items: {type: 'object', required: ['name'], properties: {
                      name: {type: 'string'}, port: {type: 'integer', default: 80},
                      value: {type: 'string'},
                      inner: {type: 'object', properties: {x: {type: 'integer'}, y: {type: 'integer'}}}}}},
                  map: {type: 'object', additionalProperties: {type: 'string'}},
                  whole: {type: 'object', 'x-kubernetes-map-type': 'atomic',
                    additionalProperties: {type: 'string'}},
                  free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
                  any: {'x-kubernetes-preserve-unknown-fields': true}}},
                status: {type: 'object', properties: {
                  phase: {type: 'string'},
                  conditions: {type: 'array', 'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['type'],
                    items: {type: 'object', required: ['type'], properties: {
                      type: {type: 'string'}, status: {type: 'string'}}}}}}}}}}]}}""");

    private static final Schema SCHEMA = Schemas.custom(
            DEFINITION.path("spec").path("versions").get(0).path("schema").path("openAPIV3Schema"));

    @Override
    public String collection(String namespace) {
        return "/apis/test.fairlead.io/v1/namespaces/" + namespace + "/widgets";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean isCustom() {
        return true;
    }

    @Override
    public ObjectNode base(String name) {
        return Trees.of("{apiVersion: 'test.fairlead.io/v1', kind: 'Widget', metadata: {name: '" + name + "'}}");
    }

    @Override
    public ObjectNode some(Random random) {
        ObjectNode object = NODES.objectNode();
        Subject.metadata(random, object);
        ObjectNode spec = NODES.objectNode();
        if (Subject.chance(random, 30)) {
            spec.put("size", random.nextInt(3));
        }
        if (Subject.chance(random, 20)) {
            spec.put("title", "t" + random.nextInt(2));
        }
        if (Subject.chance(random, 15)) {
            if (random.nextBoolean()) {
                spec.put("share", random.nextInt(2));
            } else {
                spec.put("share", "10%");
            }
        }
        if (Subject.chance(random, 35)) {
            spec.set("tags", Subject.strings(random, "t1", "t2", "t3", "t<4>"));
        }
        if (Subject.chance(random, 15)) {
            ArrayNode numbers = NODES.arrayNode();
            Subject.strings(random, "10", "9", "200").forEach(each -> numbers.add(Integer.parseInt(each.asText())));
            spec.set("numbers", numbers);
        }
        if (Subject.chance(random, 20)) {
            spec.set("words", Subject.strings(random, "w1", "w2"));
        }
        if (Subject.chance(random, 55)) {
            spec.set("rows", rows(random));
        }
        for (String map : List.of("map", "whole", "free")) {
            if (Subject.chance(random, 20)) {
                spec.set(map, Subject.map(random, "x", "y"));
            }
        }
        if (Subject.chance(random, 20)) {
            any(random, spec);
        }
        if (Subject.chance(random, 92)) {
            object.set("spec", spec);
        }
        if (Subject.chance(random, 8)) {
            object.set("status", someStatus(random));
        }
        return object;
    }

    private static void any(Random random, ObjectNode spec) {
        switch (random.nextInt(4)) {
            case 0 -> spec.put("any", random.nextInt(2));
            case 1 -> spec.set("any", Subject.strings(random, "p", "q"));
            case 2 -> spec.putObject("any").set("deep", Subject.map(random, "x", "y"));
            default -> spec.putObject("any").set("list", Subject.strings(random, "p", "q"));
        }
    }

    private static ArrayNode rows(Random random) {
        ArrayNode rows = NODES.arrayNode();
        for (String name : List.of("r1", "r2", "r3")) {
            for (int port : new int[] {80, 81}) {
                if (Subject.chance(random, 35)) {
                    ObjectNode row = NODES.objectNode();
                    row.put("name", name);
                    if (port != 80 || random.nextBoolean()) {
                        row.put("port", port);
                    }
                    if (Subject.chance(random, 40)) {
                        row.put("value", String.valueOf(random.nextInt(3)));
                    }
                    if (Subject.chance(random, 30)) {
                        ObjectNode inner = row.putObject("inner");
                        for (String field : List.of("x", "y")) {
                            if (random.nextBoolean()) {
                                inner.put(field, random.nextInt(2));
                            }
                        }
                    }
                    rows.insert(random.nextInt(rows.size() + 1), row);
                }
            }
        }
        return rows;
    }

    @Override
    public ObjectNode someStatus(Random random) {
        ObjectNode status = NODES.objectNode();
        if (random.nextBoolean()) {
            status.put("phase", "p" + random.nextInt(2));
        }
        ArrayNode conditions = NODES.arrayNode();
        for (String type : List.of("A", "B")) {
            if (random.nextBoolean()) {
                conditions.addObject().put("type", type).put("status", "s" + random.nextInt(2));
            }
        }
        status.set("conditions", conditions);
        return status;
    }

    @Override
    public void fill(ObjectNode object) {
        object.path("spec").path("rows").forEach(row -> {
            if (!row.has("port")) {
                ((ObjectNode) row).put("port", 80);
            }
        });
    }
}
