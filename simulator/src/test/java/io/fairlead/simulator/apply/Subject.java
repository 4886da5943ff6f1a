package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import java.util.List;
import java.util.Random;

/// A kind of which random objects are written.
interface Subject {
    JsonNodeFactory NODES = JsonNodeFactory.instance;

    String collection(String namespace);

    Schema schema();

    boolean isCustom();

    /// A complete object, with what the server would set spelt out.
    ObjectNode base(String name);

    /// Some fields, without `apiVersion`, `kind` and name.
    ObjectNode some(Random random);

    /// Some fields of the status.
    ObjectNode someStatus(Random random);

    /// Fills in, in place, the defaults that [#some] may leave out.
    void fill(ObjectNode object);

    static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// A map with some of some keys; empty now and then.
    static ObjectNode map(Random random, String... keys) {
        ObjectNode map = NODES.objectNode();
        for (String key : keys) {
            if (chance(random, 40)) {
                map.put(key, String.valueOf(random.nextInt(3)));
            }
        }
        return map;
    }

    static ArrayNode strings(Random random, String... items) {
        ArrayNode list = NODES.arrayNode();
        for (String item : items) {
            if (chance(random, 45)) {
                list.insert(random.nextInt(list.size() + 1), item);
            }
        }
        return list;
    }

    /// `metadata` with labels, annotations and finalizers, some of them.
    static void metadata(Random random, ObjectNode object) {
        ObjectNode metadata = NODES.objectNode();
        if (chance(random, 50)) {
            metadata.set("labels", map(random, "l1", "l2", "l3"));
        }
        if (chance(random, 40)) {
            metadata.set("annotations", map(random, "a1", "example.com/a<2>"));
        }
        if (chance(random, 25)) {
            metadata.set("finalizers", strings(random, "f.io/1", "f.io/2", "f.io/3"));
        }
        if (!metadata.isEmpty()) {
            object.set("metadata", metadata);
        }
    }
}
