package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import java.util.Random;

final class ConfigMaps implements Subject {
    @Override
    public String collection(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    @Override
    public Schema schema() {
        return Schemas.builtin("", "v1", "ConfigMap").orElseThrow();
    }

    @Override
    public boolean isCustom() {
        return false;
    }

    @Override
    public ObjectNode base(String name) {
        return Trees.of("{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: '" + name + "'}}");
    }

    @Override
    public ObjectNode some(Random random) {
        ObjectNode object = NODES.objectNode();
        Subject.metadata(random, object);
        if (Subject.chance(random, 80)) {
            object.set("data", Subject.map(random, "a", "b", "c", "d", "e"));
        }
        return object;
    }

    @Override
    public ObjectNode someStatus(Random random) {
        return NODES.objectNode();
    }

    @Override
    public void fill(ObjectNode object) {}
}
