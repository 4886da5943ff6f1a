package io.fairlead.engine.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.engine.Action;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import io.fairlead.engine.kinds.cloneset.CloneSetModule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One CloneSet, its pods and revisions.
public final class ToyCluster {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS_MAX = 300;

    private final Map<String, ObjectNode> pods = new TreeMap<>();
    private final Map<String, ObjectNode> revisions = new TreeMap<>();
    private final Invariants invariants = new Invariants();
    private final List<String> log = new ArrayList<>();
    private ObjectNode cloneSet;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int version;
    private int uids;

    /// @param spec of a v1beta1 CloneSet, as YAML flow or JSON
    public ToyCluster(String spec) {
        cloneSet = JsonNodeFactory.instance.objectNode();
        cloneSet.put("apiVersion", "apps.kruise.io/v1beta1").put("kind", "CloneSet");
        cloneSet.putObject("metadata")
                .put("namespace", "shop")
                .put("name", "web")
                .put("uid", "owner-1")
                .put("resourceVersion", "1")
                .put("generation", 1);
        cloneSet.set("spec", read(spec));
    }

    public static JsonNode read(String json) {
        try {
            // Quotes are written as apostrophes; an apostrophe as U+0001.
            return JSON.readTree(json.replace('\'', '"').replace('\u0001', '\''));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    public Instant now() {
        return now;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    public Invariants invariants() {
        return invariants;
    }

    /// What happened, for the message of a failing test.
    public List<String> log() {
        return log;
    }

    public CloneSet cloneSet() {
        return switch (CloneSetCodec.parse(cloneSet)) {
            case Parsed.Valid<CloneSet> valid -> valid.value();
            case Parsed.Invalid<CloneSet> invalid ->
                throw new IllegalArgumentException(invalid.defects().toString());
        };
    }

    public ObjectNode metadata() {
        return cloneSet.withObject("/metadata");
    }

    /// Changes the spec at a JSON pointer.
    public ToyCluster set(String pointer, String json) {
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = slash == 0 ? cloneSet.withObject("/spec") : specObject(pointer.substring(0, slash));
        String key = pointer.substring(slash + 1).replace("~1", "/");
        if (json.equals("absent")) {
            parent.remove(key);
        } else {
            parent.set(key, read(json));
        }
        metadata().put("generation", metadata().path("generation").asInt() + 1);
        invariants.specChanged();
        log.add("spec " + pointer + " = " + json);
        return this;
    }

    private ObjectNode specObject(String pointer) {
        JsonNode node = cloneSet.path("spec").at(pointer);
        return node instanceof ObjectNode object ? object : cloneSet.withObject("/spec" + pointer);
    }

    public JsonNode status() {
        return cloneSet.path("status");
    }

    public Optional<String> condition(String type) {
        for (JsonNode each : status().path("conditions")) {
            if (each.path("type").asText().equals(type)) {
                return Optional.of(each.path("status").asText() + " "
                        + each.path("reason").asText() + " "
                        + each.path("message").asText());
            }
        }
        return Optional.empty();
    }

    public List<ObjectNode> pods() {
        return List.copyOf(pods.values());
    }

    public List<ObjectNode> revisions() {
        return List.copyOf(revisions.values());
    }

    public void addRevision(ObjectNode revision) {
        revisions.put(revision.path("metadata").path("name").asText(), revision);
    }

    public List<PodView> views() {
        return pods.values().stream().map(Projection::pod).toList();
    }

    public List<PodView> active() {
        String owner = metadata().path("uid").asText();
        return views().stream()
                .filter(each -> each.isActive() && each.ownerUid().equals(owner))
                .toList();
    }

    public Observed<CloneSet> observed() {
        CloneSet parsed = cloneSet();
        return new Observed<>(
                parsed.key(),
                parsed,
                views(),
                revisions.values().stream().map(Projection::revision).toList(),
                now,
                Optional.empty());
    }

    public Plan plan() {
        return new CloneSetModule().plan(observed());
    }

    /// Carries out the whole of a fresh plan; true if it wrote anything.
    public boolean reconcile() {
        return carryOut(plan(), Integer.MAX_VALUE);
    }

    /// Carries out the first steps of a plan; the status is written only if all were.
    public boolean carryOut(Plan plan, int steps) {
        boolean isChanged = false;
        invariants.planSaw(plan.budget().available());
        for (Step step : plan.steps().subList(0, Math.min(steps, plan.steps().size()))) {
            isChanged |= apply(step);
        }
        if (steps >= plan.steps().size() && plan.status().isPresent()) {
            cloneSet.set("status", plan.status().get());
            isChanged = true;
        }
        return isChanged;
    }

    /// One step; false if the cluster refused it.
    public boolean apply(Step step) {
        boolean isApplied = switch (step.action()) {
            case Action.SaveRevision save -> saveRevision(save.revision());
            case Action.RenumberRevision renumber -> {
                revision(renumber.name()).put("revision", renumber.revision());
                yield true;
            }
            case Action.DropRevision drop -> revisions.remove(drop.name()) != null;
            case Action.CreatePod create -> create(create);
            case Action.DeletePod delete -> delete(delete);
            case Action.UpdateInPlace update ->
                patch(update.pod(), update.notReady(), update.isDisruptive())
                        && patch(update.pod(), update.change(), false);
            case Action.MarkPod mark -> patch(mark.pod(), mark.patch(), false);
        };
        log.add((isApplied ? "did " : "refused ") + step.reason().message());
        return isApplied;
    }

    private ObjectNode revision(String name) {
        ObjectNode revision = revisions.get(name);
        if (revision == null) {
            throw new AssertionError("no revision " + name);
        }
        return revision;
    }

    private boolean saveRevision(JsonNode body) {
        String name = body.path("metadata").path("name").asText();
        if (revisions.containsKey(name)) {
            return false;
        }
        ObjectNode revision = body.deepCopy();
        stamp(revision);
        revisions.put(name, revision);
        return true;
    }

    private void stamp(ObjectNode object) {
        uids++;
        object.withObject("/metadata")
                .put("uid", "uid-" + uids)
                .put("creationTimestamp", now.toString())
                .put("resourceVersion", nextVersion());
    }

    private String nextVersion() {
        version++;
        return Integer.toString(version);
    }

    private boolean create(Action.CreatePod create) {
        if (pods.containsKey(create.name())) {
            return false;
        }
        invariants.beforeCreate(this, create.pod());
        ObjectNode pod = create.pod().deepCopy();
        stamp(pod);
        pod.putObject("status").put("phase", "Pending");
        pods.put(create.name(), pod);
        return true;
    }

    private boolean delete(Action.DeletePod delete) {
        Optional<ObjectNode> pod = find(delete.pod());
        boolean isCurrent = pod.isPresent()
                && (!delete.isDisruptive() || isVersion(pod.get(), delete.pod().resourceVersion()));
        if (!isCurrent) {
            return false;
        }
        invariants.beforeDelete(this, pod.get());
        pod.get()
                .withObject("/metadata")
                .put("deletionTimestamp", now.toString())
                .put("resourceVersion", nextVersion());
        return true;
    }

    private static boolean isVersion(JsonNode pod, String version) {
        return pod.path("metadata").path("resourceVersion").asText().equals(version);
    }

    private Optional<ObjectNode> find(PodRef ref) {
        return Optional.ofNullable(pods.get(ref.name()))
                .filter(each -> each.path("metadata").path("uid").asText().equals(ref.uid()));
    }

    private boolean patch(PodRef ref, PodPatch patch, boolean isDisruptive) {
        Optional<ObjectNode> found = find(ref);
        if (found.isEmpty()) {
            return false;
        }
        ObjectNode before = found.get();
        Optional<ObjectNode> patched = patched(before, patch);
        if (patched.isEmpty()) {
            return false;
        }
        ObjectNode after = patched.get();
        if (patch.isStatus()) {
            after.set("spec", before.path("spec"));
        } else {
            after.set("status", before.path("status"));
        }
        invariants.beforePatch(this, before, after, isDisruptive);
        after.withObject("/metadata").put("resourceVersion", nextVersion());
        pods.put(ref.name(), after);
        return true;
    }

    /// Sends one patch, as a writer would that comes late; false if the cluster refused it.
    public boolean tryPatch(PodRef ref, PodPatch patch) {
        return patch(ref, patch, false);
    }

    /// Carries out everything up to the first write of the first in-place update, and no more.
    public void crashAfterFirstWrite(Plan plan) {
        invariants.planSaw(plan.budget().available());
        for (Step step : plan.steps()) {
            if (step.action() instanceof Action.UpdateInPlace update) {
                patch(update.pod(), update.notReady(), update.isDisruptive());
                return;
            }
            apply(step);
        }
    }

    private static Optional<ObjectNode> patched(ObjectNode pod, PodPatch patch) {
        return switch (patch.format()) {
            case JSON_PATCH -> {
                try {
                    yield Optional.of((ObjectNode) JsonPatch.apply(patch.body(), pod.deepCopy()));
                } catch (JsonPatchException e) {
                    yield Optional.empty();
                }
            }
            case STRATEGIC_MERGE -> {
                JsonNode fence = patch.body().path("metadata");
                boolean isFenced = fence.path("uid").equals(pod.path("metadata").path("uid"))
                        && (!fence.has("resourceVersion")
                                || isVersion(pod, fence.path("resourceVersion").asText()));
                if (!isFenced) {
                    yield Optional.empty();
                }
                ObjectNode copy = pod.deepCopy();
                Merge.into(copy, patch.body());
                yield Optional.of(copy);
            }
        };
    }

    /// One small step of scheduler or kubelet for the pod; false if nothing is due.
    public boolean kubelet(String name) {
        ObjectNode pod = pod(name);
        if (pod.path("metadata").has("deletionTimestamp")) {
            pods.remove(name);
            return true;
        }
        boolean isChanged = Kubelet.step(pod, "node-" + Math.floorMod(name.hashCode(), 3), now);
        if (isChanged) {
            touch(pod);
        }
        return isChanged;
    }

    public ObjectNode pod(String name) {
        ObjectNode pod = pods.get(name);
        if (pod == null) {
            throw new AssertionError("no pod " + name);
        }
        return pod;
    }

    private void touch(ObjectNode pod) {
        pod.withObject("/metadata").put("resourceVersion", nextVersion());
    }

    /// Lets the kubelets do all that is due; false if nothing was.
    public boolean kubelets() {
        boolean isChanged = false;
        boolean isDue = true;
        while (isDue) {
            isDue = false;
            for (String name : List.copyOf(pods.keySet())) {
                isDue |= kubelet(name);
            }
            isChanged |= isDue;
        }
        return isChanged;
    }

    /// Reconciles and runs pods until nothing is left to do; fails if that takes too long.
    public ToyCluster settle() {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            boolean isChanged = reconcile();
            isChanged |= kubelets();
            if (!isChanged) {
                return this;
            }
            now = now.plusSeconds(1);
        }
        throw new AssertionError("did not settle:\n"
                + String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size())));
    }

    /// Changes a pod behind the engine's back.
    public void edit(String name, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode pod = pod(name);
        change.accept(pod);
        touch(pod);
    }

    public void label(String name, String key, String value) {
        edit(name, pod -> pod.withObject("/metadata").withObject("/labels").put(key, value));
    }

    /// The pod's first container stops being ready, and stays so while its image stays.
    public void breakPod(String name) {
        edit(name, pod -> {
            if (pod.at("/status/containerStatuses/0") instanceof ObjectNode first) {
                first.put("ready", false);
            }
            Kubelet.setCondition(pod, "ContainersReady", false, now);
            Kubelet.setCondition(pod, "Ready", false, now);
        });
    }

    public void repairPod(String name) {
        edit(
                name,
                pod -> pod.path("status")
                        .path("containerStatuses")
                        .forEach(each -> ((ObjectNode) each).put("ready", true)));
    }

    /// As if somebody else had created revision and pods.
    public void renameRevisionOnPods(String revision) {
        ObjectNode only = revisions.values().iterator().next();
        revisions.clear();
        addRevision(only);
        for (ObjectNode pod : pods.values()) {
            pod.withObject("/metadata").withObject("/labels").put(PodKeys.REVISION, revision);
        }
        cloneSet.withObject("/status").put("currentRevision", revision).put("updateRevision", revision);
    }

    public void loseStatus() {
        cloneSet.remove("status");
    }

    public void dropRevision(String name) {
        revisions.remove(name);
    }

    public void removePod(String name) {
        pods.remove(name);
    }
}
