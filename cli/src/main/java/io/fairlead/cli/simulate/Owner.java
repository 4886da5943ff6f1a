package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Crds;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.wire.ApiReply;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The owner of the workloads that nobody keeps in Git: makes them, and releases, scales, pauses and reverts them.
final class Owner {
    private static final int REPLICAS_MAX = 6;
    private static final String FIRST = "app:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Read once: each run makes them known to a server of its own, which changes none of it.
    private static final Map<String, JsonNode> DEFINITIONS =
            Crds.names().stream().collect(Collectors.toUnmodifiableMap(name -> name, Owner::definition));

    private final Notes notes;
    private final ApiServer server;
    private final ActorClient client;
    private final Dice dice;
    private int release = 1;

    /// Where it says what it does.
    interface Notes {
        void note(String who, String what);
    }

    Owner(Notes notes, ApiServer server, Dice dice) {
        this.notes = notes;
        this.server = server;
        this.client = new ActorClient(server, "owner", "kubectl");
        this.dice = dice;
    }

    /// Makes one of our definitions known.
    void define(String name) {
        expect(client.create(
                ResourceType.CUSTOM_RESOURCE_DEFINITION, "", Objects.requireNonNull(DEFINITIONS.get(name))));
    }

    private static JsonNode definition(String name) {
        Load load = new Load(LoadSettings.builder().build());
        return JSON.valueToTree(load.loadFromInputStream(new ByteArrayInputStream(Crds.open(name))));
    }

    void namespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", name);
        expect(client.create(ResourceType.NAMESPACE, "", namespace));
    }

    void create(String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", ResourceType.CLONE_SET.apiVersion()).put("kind", "CloneSet");
        object.putObject("metadata").put("name", name).put("namespace", namespace);
        ObjectNode spec = object.putObject("spec");
        spec.put("replicas", dice.between(1, REPLICAS_MAX));
        if (dice.happens(0.25)) {
            spec.put("minReadySeconds", dice.between(1, 10));
        }
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", name);
        ObjectNode podSpec = template.putObject("spec");
        podSpec.put("terminationGracePeriodSeconds", dice.between(1, 10));
        ObjectNode main = podSpec.putArray("containers").addObject();
        main.put("name", "main").put("image", FIRST);
        main.putArray("env").addObject().put("name", "MODE").put("value", "a");
        if (dice.happens(0.4)) {
            podSpec.withArray("/containers").addObject().put("name", "side").put("image", "side:1");
        }
        strategy(spec.putObject("updateStrategy"));
        expect(client.create(ResourceType.CLONE_SET, namespace, object));
        notes.note(
                "owner",
                "creates " + namespace + "/" + name + " " + spec.path("replicas") + " pods, "
                        + spec.path("updateStrategy").path("rollingUpdate"));
    }

    private void strategy(ObjectNode strategy) {
        strategy.put("type", "RollingUpdate");
        ObjectNode rolling = strategy.putObject("rollingUpdate");
        rolling.put("podUpdatePolicy", dice.happens(0.7) ? "InPlaceIfPossible" : "ReCreate");
        switch (dice.below(4)) {
            case 0 -> rolling.put("maxUnavailable", "50%");
            case 1 -> rolling.put("maxUnavailable", 2);
            case 2 -> rolling.put("maxUnavailable", 0).put("maxSurge", 1);
            default -> rolling.put("maxUnavailable", 1).put("maxSurge", dice.below(2));
        }
    }

    /// Changes one of these workloads again and again.
    ///
    /// @param names as `namespace/name`
    void work(VirtualTimeline timeline, List<String> names, Duration until) {
        Duration pause = Duration.ofMillis(dice.between(3_000, 40_000));
        if (Duration.ofNanos(timeline.nanos()).plus(pause).compareTo(until) < 0) {
            timeline.after(pause, "the owner's next move", () -> {
                move(names);
                work(timeline, names, until);
            });
        }
    }

    /// Changes one of these workloads.
    void move(List<String> names) {
        String name = names.get(dice.below(names.size()));
        switch (dice.below(12)) {
            case 0, 1, 2 -> release(name, "app:" + ++release);
            case 3 -> {
                edit(name, "pauses", spec -> rolling(spec).put("paused", true));
                release(name, "app:" + ++release);
            }
            case 4 -> release(name, "app:" + Math.max(1, release - 1));
            case 5 -> release(name, "broken:" + ++release);
            case 6 ->
                edit(
                        name,
                        "sets the mode",
                        spec -> container(spec)
                                .withArray("/env")
                                .removeAll()
                                .addObject()
                                .put("name", "MODE")
                                .put("value", "m" + dice.below(3)));
            case 7, 8 -> edit(name, "scales", spec -> spec.put("replicas", dice.below(REPLICAS_MAX + 1)));
            case 9 -> edit(name, "sets a partition", spec -> rolling(spec).put("partition", dice.below(4)));
            case 10 ->
                edit(
                        name,
                        "lets all go",
                        spec -> rolling(spec).put("partition", 0).put("paused", false));
            default ->
                edit(
                        name,
                        "breaks the partition and mends it",
                        spec -> rolling(spec).put("partition", "10%"));
        }
    }

    private void release(String name, String image) {
        edit(name, "releases " + image, spec -> container(spec).put("image", image));
    }

    /// What the owner wants in the end: a good image everywhere, nothing held back.
    void settle(List<String> names) {
        for (String name : names) {
            edit(name, "settles", spec -> {
                if (container(spec).path("image").asText().startsWith("broken")) {
                    container(spec).put("image", FIRST);
                }
                rolling(spec).put("partition", 0).put("paused", false);
            });
        }
    }

    private static ObjectNode container(ObjectNode spec) {
        return (ObjectNode) spec.at("/template/spec/containers/0");
    }

    private static ObjectNode rolling(ObjectNode spec) {
        return spec.withObject("/updateStrategy/rollingUpdate");
    }

    private void edit(String name, String what, Consumer<ObjectNode> change) {
        String namespace = name.substring(0, name.indexOf('/'));
        String workload = name.substring(name.indexOf('/') + 1);
        server.find(ResourceType.CLONE_SET, namespace, workload)
                .filter(each -> !each.path("metadata").has("deletionTimestamp"))
                .ifPresent(each -> {
                    ObjectNode next = each.deepCopy();
                    change.accept(next.withObject("/spec"));
                    JsonNode version = each.path("metadata").path("resourceVersion");
                    ApiReply reply = client.replace(ObjectPath.of(ResourceType.CLONE_SET, namespace, workload), next);
                    notes.note("owner", what + " " + name + " (seen at " + version.asText() + ") -> " + reply.status());
                });
    }

    /// For what must work.
    static void expect(ApiReply reply) {
        if (!reply.isSuccess()) {
            throw new IllegalStateException(
                    reply.status() + " " + reply.body().path("message").asText());
        }
    }
}
