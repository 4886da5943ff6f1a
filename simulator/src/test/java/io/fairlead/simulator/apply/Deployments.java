package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import java.util.List;
import java.util.Random;

final class Deployments implements Subject {
    @Override
    public String collection(String namespace) {
        return "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    }

    @Override
    public Schema schema() {
        return Schemas.builtin("apps", "v1", "Deployment").orElseThrow();
    }

    @Override
    public boolean isCustom() {
        return false;
    }

    @Override
    public ObjectNode base(String name) {
        return Trees.of("""
                {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: '%s'},
                 spec: {selector: {matchLabels: {app: 'x'}},
                        template: {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'a', image: 'a:1'}]}}}}
                """.formatted(name));
    }

    @Override
    public ObjectNode some(Random random) {
        ObjectNode object = NODES.objectNode();
        Subject.metadata(random, object);
        ObjectNode spec = NODES.objectNode();
        if (Subject.chance(random, 35)) {
            spec.put("replicas", random.nextInt(3));
        }
        if (Subject.chance(random, 15)) {
            spec.put("paused", true);
        }
        if (Subject.chance(random, 15)) {
            spec.put("minReadySeconds", 1 + random.nextInt(2));
        }
        if (Subject.chance(random, 60)) {
            spec.set("template", template(random));
        }
        if (Subject.chance(random, 90)) {
            object.set("spec", spec);
        }
        return object;
    }

    private static ObjectNode template(Random random) {
        ObjectNode template = NODES.objectNode();
        if (Subject.chance(random, 30)) {
            ObjectNode labels = Subject.map(random, "m1", "m2");
            labels.put("app", "x");
            template.putObject("metadata").set("labels", labels);
        }
        ObjectNode pod = template.putObject("spec");
        ArrayNode containers = NODES.arrayNode();
        for (String name : List.of("a", "b", "c")) {
            if (Subject.chance(random, 50)) {
                containers.insert(random.nextInt(containers.size() + 1), container(random, name));
            }
        }
        if (!containers.isEmpty() && Subject.chance(random, 90)) {
            pod.set("containers", containers);
        }
        if (Subject.chance(random, 20)) {
            pod.set("nodeSelector", Subject.map(random, "n1", "n2"));
        }
        return template;
    }

    private static ObjectNode container(Random random, String name) {
        ObjectNode container = NODES.objectNode();
        container.put("name", name);
        container.put("image", name + ":" + (1 + random.nextInt(2)));
        if (Subject.chance(random, 40)) {
            ArrayNode env = container.putArray("env");
            for (String variable : List.of("E1", "E2", "E3")) {
                if (random.nextBoolean()) {
                    env.insertObject(random.nextInt(env.size() + 1))
                            .put("name", variable)
                            .put("value", "v" + random.nextInt(2));
                }
            }
        }
        if (Subject.chance(random, 30)) {
            ArrayNode ports = container.putArray("ports");
            for (int port : new int[] {80, 81}) {
                if (random.nextBoolean()) {
                    ObjectNode one = ports.addObject().put("containerPort", port);
                    if (random.nextBoolean()) {
                        one.put("protocol", random.nextBoolean() ? "TCP" : "UDP");
                    }
                }
            }
        }
        if (Subject.chance(random, 20)) {
            container.set("args", Subject.strings(random, "x", "y"));
        }
        if (Subject.chance(random, 20)) {
            container.putObject("resources").putObject("limits").put("cpu", random.nextInt(1, 3) + "00m");
        }
        return container;
    }

    @Override
    public ObjectNode someStatus(Random random) {
        ObjectNode status = NODES.objectNode();
        if (random.nextBoolean()) {
            status.put("replicas", 1 + random.nextInt(3));
        }
        ArrayNode conditions = NODES.arrayNode();
        for (String type : List.of("Available", "Progressing")) {
            if (random.nextBoolean()) {
                conditions
                        .addObject()
                        .put("type", type)
                        .put("status", random.nextBoolean() ? "True" : "False")
                        .put("lastUpdateTime", "2026-01-01T00:00:00Z")
                        .put("lastTransitionTime", "2026-01-01T00:00:00Z");
            }
        }
        status.set("conditions", conditions);
        return status;
    }

    @Override
    public void fill(ObjectNode object) {
        ObjectNode spec = object.withObjectProperty("spec");
        initial(spec, "replicas", 1);
        initial(spec, "revisionHistoryLimit", 10);
        initial(spec, "progressDeadlineSeconds", 600);
        if (spec.path("strategy").isEmpty()) {
            spec.set(
                    "strategy",
                    Trees.of("{type: 'RollingUpdate', rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}}"));
        }
        if (!object.has("status")) {
            object.putObject("status");
        }
        ObjectNode template = spec.withObjectProperty("template");
        template.withObjectProperty("metadata");
        fillPod(template.withObjectProperty("spec"));
    }

    static void fillPod(ObjectNode pod) {
        initial(pod, "restartPolicy", "Always");
        initial(pod, "dnsPolicy", "ClusterFirst");
        initial(pod, "schedulerName", "default-scheduler");
        initial(pod, "terminationGracePeriodSeconds", 30);
        if (!pod.has("securityContext")) {
            pod.putObject("securityContext");
        }
        for (JsonNode each : pod.path("containers")) {
            ObjectNode container = (ObjectNode) each;
            initial(container, "imagePullPolicy", "IfNotPresent");
            initial(container, "terminationMessagePath", "/dev/termination-log");
            initial(container, "terminationMessagePolicy", "File");
            if (!container.has("resources")) {
                container.putObject("resources");
            }
            for (JsonNode port : container.path("ports")) {
                initial((ObjectNode) port, "protocol", "TCP");
            }
        }
    }

    private static void initial(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void initial(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
