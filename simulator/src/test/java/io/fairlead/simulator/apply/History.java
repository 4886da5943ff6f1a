package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.patch.Patches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random requests about one object.
final class History {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Subject subject;
    private final String name;
    private final Random random;
    private final List<String> appliers = List.of("a1", "a2", "a3");
    private final List<String> updaters;

    /// What a client sends.
    ///
    /// @param body the object or the patch
    record Request(Verb verb, String manager, String subresource, boolean isForced, JsonNode body) {}

    enum Verb {
        CREATE,
        APPLY,
        MERGE,
        JSON,
        STRATEGIC,
        PUT
    }

    History(Subject subject, String name, Random random) {
        this.subject = subject;
        this.name = name;
        this.random = random;
        List<String> updaters = new ArrayList<>();
        int count = Subject.chance(random, 15) ? 14 : 3;
        for (int i = 1; i <= count; i++) {
            updaters.add("u" + i);
        }
        this.updaters = List.copyOf(updaters);
    }

    /// The request that brings the object about.
    Request first() {
        ObjectNode whole = Patches.merge(subject.base(name), subject.some(random));
        return random.nextBoolean()
                ? new Request(Verb.CREATE, pickUpdater(), "", false, whole)
                : new Request(Verb.APPLY, Subject.pick(random, appliers), "", false, whole);
    }

    private String pickUpdater() {
        return Subject.pick(random, updaters);
    }

    Request next(ObjectNode live) {
        int choice = random.nextInt(100);
        if (choice < 45) {
            return new Request(Verb.APPLY, Subject.pick(random, appliers), "", random.nextBoolean(), named(some()));
        }
        if (choice < 60) {
            return new Request(Verb.MERGE, pickUpdater(), "", false, withNulls(some()));
        }
        if (choice < 70) {
            Verb verb = subject.isCustom() ? Verb.MERGE : Verb.STRATEGIC;
            return new Request(verb, pickUpdater(), "", false, some());
        }
        if (choice < 80) {
            return new Request(Verb.JSON, pickUpdater(), "", false, operations(live));
        }
        if (choice < 90 || subject.someStatus(new Random(0)).isEmpty()) {
            return new Request(Verb.PUT, pickUpdater(), "", false, replaced(live));
        }
        ObjectNode body = NODES.objectNode();
        body.set("status", subject.someStatus(random));
        if (Subject.chance(random, 20)) {
            body.setAll(some());
        }
        return random.nextBoolean()
                ? new Request(Verb.MERGE, pickUpdater(), "status", false, body)
                : new Request(Verb.APPLY, Subject.pick(random, appliers), "status", random.nextBoolean(), named(body));
    }

    private ObjectNode some() {
        return subject.some(random);
    }

    private ObjectNode named(ObjectNode some) {
        ObjectNode named = subject.base(name).deepCopy();
        named.retain("apiVersion", "kind", "metadata");
        named.setAll(some);
        named.withObjectProperty("metadata").put("name", name);
        return named;
    }

    /// Takes some of its fields away instead of setting them.
    private ObjectNode withNulls(ObjectNode patch) {
        for (Map.Entry<String, JsonNode> section : List.copyOf(patch.properties())) {
            for (Map.Entry<String, JsonNode> each :
                    List.copyOf(section.getValue().properties())) {
                if (Subject.chance(random, 25)) {
                    ((ObjectNode) section.getValue()).putNull(each.getKey());
                }
            }
        }
        return patch;
    }

    private JsonNode operations(ObjectNode live) {
        var operations = NODES.arrayNode();
        ObjectNode some = some();
        for (Map.Entry<String, JsonNode> section : some.properties()) {
            for (Map.Entry<String, JsonNode> each : section.getValue().properties()) {
                if (live.has(section.getKey())) {
                    String path = "/" + section.getKey() + "/"
                            + each.getKey().replace("~", "~0").replace("/", "~1");
                    operations.addObject().put("op", "add").put("path", path).set("value", each.getValue());
                }
            }
        }
        if (Subject.chance(random, 10)) {
            operations
                    .addObject()
                    .put("op", "test")
                    .put("path", "/metadata/name")
                    .put("value", "other");
        }
        return operations;
    }

    private ObjectNode replaced(ObjectNode live) {
        ObjectNode object = Patches.merge(live, withNulls(some())).deepCopy();
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        switch (random.nextInt(10)) {
            case 0 -> metadata.putArray("managedFields");
            case 1 -> metadata.putArray("managedFields").addObject();
            case 2, 3 -> metadata.remove("managedFields");
            case 4 -> {
                if (metadata.path("managedFields").size() > 1) {
                    metadata.withArrayProperty("managedFields").remove(0);
                }
            }
            default -> {}
        }
        if (random.nextBoolean()) {
            metadata.remove("resourceVersion");
        }
        return object;
    }
}
