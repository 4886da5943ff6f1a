package io.fairlead.simulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.fault.FaultPlan.Strike;
import io.fairlead.simulator.schedule.Dice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What people and other controllers do to objects that are not theirs to change.
final class People {
    private static final ResourceType CLONE_SET = ResourceType.CLONE_SET;
    private static final Duration SCALING = Duration.ofSeconds(15);
    private static final int REPLICAS_MAX = 6;

    private final Cluster cluster;
    private final Tally tally;
    private final ActorClient client;

    People(Cluster cluster, Tally tally) {
        this.cluster = cluster;
        this.tally = tally;
        this.client = new ActorClient(cluster.server(), "jane", "kubectl");
    }

    void strike(Strike strike, Dice dice) {
        switch (strike.fault()) {
            case USER_EDIT -> edit(strike, dice);
            case AUTOSCALER -> workload(dice).ifPresent(each -> scale(each, dice, dice.between(2, 6)));
            case NAMESPACE_DELETED -> deleteNamespace();
            case FOREIGN_POD -> foreignPod(strike, dice);
            case NAME_REUSED -> reuseName(strike, dice);
            default -> throw new IllegalArgumentException("nobody does that: " + strike.fault());
        }
    }

    private List<ObjectNode> inPlayground(ResourceType type) {
        return cluster.server().all(type).stream()
                .filter(each -> namespace(each).equals(cluster.playground()))
                .filter(each -> !each.path("metadata").has("deletionTimestamp"))
                .toList();
    }

    private Optional<ObjectNode> workload(Dice dice) {
        List<ObjectNode> all = inPlayground(CLONE_SET);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(dice.below(all.size())));
    }

    private Optional<ObjectNode> pod(Dice dice) {
        List<ObjectNode> all = inPlayground(ResourceType.POD);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(dice.below(all.size())));
    }

    private void edit(Strike strike, Dice dice) {
        switch (dice.below(4)) {
            case 0 -> workload(dice).ifPresent(each -> scale(each, dice, 1));
            case 1 ->
                workload(dice).ifPresent(each -> {
                    tally.fired(Fault.USER_EDIT);
                    pause(each, true);
                    cluster.timeline().after(strike.lasting(), "jane resumes", () -> pause(each, false));
                });
            case 2 ->
                pod(dice).ifPresent(each -> {
                    tally.fired(Fault.USER_EDIT);
                    client.delete(path(ResourceType.POD, each), uid(each), -1, "Background");
                });
            default ->
                pod(dice).ifPresent(each -> {
                    tally.fired(Fault.USER_EDIT);
                    ObjectNode patch = JsonNodeFactory.instance.objectNode();
                    patch.putObject("metadata").putObject("labels").put("apps.kruise.io/specified-delete", "true");
                    client.patch(path(ResourceType.POD, each), ContentType.MERGE_PATCH, patch);
                });
        }
    }

    private void pause(JsonNode workload, boolean isPaused) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec")
                .putObject("updateStrategy")
                .putObject("rollingUpdate")
                .put("paused", isPaused);
        client.patch(path(CLONE_SET, workload), ContentType.MERGE_PATCH, patch);
    }

    private void scale(ObjectNode workload, Dice dice, int times) {
        tally.fired(times > 1 ? Fault.AUTOSCALER : Fault.USER_EDIT);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", dice.between(1, REPLICAS_MAX));
        client.patch(path(CLONE_SET, workload), ContentType.MERGE_PATCH, patch);
        if (times > 1 && !cluster.isCalm()) {
            cluster.timeline().after(SCALING, "autoscaler looks", () -> scale(workload, dice, times - 1));
        }
    }

    private void deleteNamespace() {
        cluster.server().find(ResourceType.NAMESPACE, "", cluster.doomed()).ifPresent(namespace -> {
            if (!namespace.path("metadata").has("deletionTimestamp")) {
                tally.fired(Fault.NAMESPACE_DELETED);
                client.delete(
                        ObjectPath.of(ResourceType.NAMESPACE, "", cluster.doomed()), uid(namespace), -1, "Background");
            }
        });
    }

    private void foreignPod(Strike strike, Dice dice) {
        workload(dice).ifPresent(workload -> {
            String name = name(workload) + "-guest-" + dice.below(1_000);
            if (createForeign(name, workload.path("spec").path("template"))) {
                tally.fired(Fault.FOREIGN_POD);
            }
            cluster.timeline().after(strike.lasting(), "the foreign pod goes", () -> remove(name));
        });
    }

    private boolean createForeign(String name, JsonNode template) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", name).put("namespace", cluster.playground());
        metadata.set("labels", template.path("metadata").path("labels"));
        pod.set("spec", template.path("spec"));
        return client.create(ResourceType.POD, cluster.playground(), pod).isSuccess();
    }

    private void remove(String name) {
        cluster.server()
                .find(ResourceType.POD, cluster.playground(), name)
                .ifPresent(pod -> client.delete(path(ResourceType.POD, pod), uid(pod), 0, "Background"));
    }

    /// Removed at once, without a grace period, and there again with another uid.
    private void reuseName(Strike strike, Dice dice) {
        Optional<ObjectNode> workload = workload(dice);
        Optional<ObjectNode> victim = pod(dice);
        if (workload.isEmpty() || victim.isEmpty()) {
            return;
        }
        String name = name(victim.get());
        client.delete(path(ResourceType.POD, victim.get()), uid(victim.get()), 0, "Background");
        if (createForeign(name, workload.get().path("spec").path("template"))) {
            tally.fired(Fault.NAME_REUSED);
        }
        cluster.timeline().after(strike.lasting(), "the foreign pod goes", () -> removeForeign(name));
    }

    private void removeForeign(String name) {
        cluster.server()
                .find(ResourceType.POD, cluster.playground(), name)
                .filter(pod -> pod.path("metadata").path("ownerReferences").isEmpty())
                .ifPresent(pod -> client.delete(path(ResourceType.POD, pod), uid(pod), 0, "Background"));
    }

    private static ObjectPath path(ResourceType type, JsonNode object) {
        return ObjectPath.of(type, namespace(object), name(object));
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
