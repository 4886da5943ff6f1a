package io.fairlead.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.IntOrPercent.Rounding;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.PodView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The safety invariants, checked at every write that the cluster accepts, from the live objects alone: nothing here
/// uses the engine's own counts.
public final class Invariants {
    private final Set<String> specPatches = new TreeSet<>();
    private final Map<String, Integer> writes = new TreeMap<>();
    private int epoch;
    private int seen;
    private int disruptions;

    /// Writes to each pod, by uid, since the spec last changed. The create counts.
    public Map<String, Integer> writes() {
        return writes;
    }

    public int disruptions() {
        return disruptions;
    }

    public void forgetWrites() {
        writes.clear();
        disruptions = 0;
    }

    void specChanged() {
        epoch++;
    }

    private static int unavailableMax(CloneSet.Spec spec) {
        Rounding rounding = surgeMax(spec) == 0 ? Rounding.UP : Rounding.DOWN;
        return spec.update().maxUnavailable().resolve(spec.replicas(), rounding);
    }

    private static int surgeMax(CloneSet.Spec spec) {
        return spec.update().isPaused() ? 0 : spec.update().maxSurge().resolve(spec.replicas(), Rounding.UP);
    }

    private static boolean isAvailable(CloneSet cloneSet, PodView pod, Instant now) {
        PodState state = PodState.of(pod.labels());
        boolean isOldEnough = cloneSet.spec().minReadySeconds() == 0
                || pod.condition("Ready")
                        .map(each -> each.lastTransitionTime()
                                .plusSeconds(cloneSet.spec().minReadySeconds())
                                .isBefore(now))
                        .orElse(false);
        return pod.isActive() && state.isInService() && pod.isConditionTrue("Ready") && isOldEnough;
    }

    private static long available(ToyCluster cluster) {
        CloneSet cloneSet = cluster.cloneSet();
        return cluster.views().stream()
                .filter(each -> isAvailable(cloneSet, each, cluster.now()))
                .count();
    }

    /// The plan that is carried out now was made when so many pods were available.
    void planSaw(int available) {
        seen = available;
    }

    /// S1: whenever an available pod is taken away, enough others are left. A pod that was not available in the
    /// view and became so since may still go: then as many are left as the view held.
    private void disrupts(ToyCluster cluster, JsonNode before) {
        CloneSet cloneSet = cluster.cloneSet();
        if (!isAvailable(cloneSet, Projection.pod(before), cluster.now())) {
            return;
        }
        disruptions++;
        long left = available(cluster) - 1;
        assertThat(left)
                .as("S1: available pods left; %s", tail(cluster))
                .isGreaterThanOrEqualTo(Math.min(seen, cloneSet.spec().replicas() - unavailableMax(cloneSet.spec())));
    }

    void beforeDelete(ToyCluster cluster, ObjectNode pod) {
        assertThat(pod.path("metadata").has("deletionTimestamp"))
                .as("S7: deleted again")
                .isFalse();
        count(pod);
        disrupts(cluster, pod);
    }

    void beforeCreate(ToyCluster cluster, JsonNode pod) {
        CloneSet cloneSet = cluster.cloneSet();
        CloneSet.Spec spec = cloneSet.spec();
        assertThat(cluster.active().size() + 1)
                .as("S3: pods; %s", tail(cluster))
                .isLessThanOrEqualTo(spec.replicas() + surgeMax(spec));
        becomesUpdated(cluster, pod, true);
    }

    void beforePatch(ToyCluster cluster, ObjectNode before, ObjectNode after, boolean isDisruptive) {
        count(before);
        boolean isOutOfService = Kubelet.isTrue(before, "Ready") && !Kubelet.isTrue(after, "Ready");
        if (isDisruptive || isOutOfService) {
            disrupts(cluster, before);
        }
        if (before.path("spec").equals(after.path("spec"))) {
            if (!hash(before).equals(hash(after))) {
                becomesUpdated(cluster, after, false);
            }
            return;
        }
        String uid = before.path("metadata").path("uid").asText();
        assertThat(specPatches.add(uid + " " + hash(after) + " " + epoch))
                .as("S7: one spec patch a pod and revision; %s", tail(cluster))
                .isTrue();
        assertThat(Kubelet.isTrue(before, PodKeys.IN_PLACE_READY))
                .as("S8: out of service before its spec changes; %s", tail(cluster))
                .isFalse();
        assertThat(Kubelet.isTrue(before, "Ready"))
                .as("S8: not ready before its spec changes; %s", tail(cluster))
                .isFalse();
        becomesUpdated(cluster, after, false);
    }

    /// S2: a pod becomes updated only while fewer are than the partition lets, or as the new pod of a scale-out.
    private static void becomesUpdated(ToyCluster cluster, JsonNode pod, boolean isCreate) {
        CloneSet.Spec spec = cluster.cloneSet().spec();
        String current = wantedHash(cluster);
        String kept = cluster.status().path("currentRevision").asText("");
        boolean isRollingOut = !kept.isEmpty() && !PodKeys.hashOf(kept).equals(current);
        if (!isRollingOut || !hash(pod).equals(current)) {
            return;
        }
        int partition = spec.update().partition().resolvePartition(spec.replicas());
        List<PodView> onUpdate = cluster.active().stream()
                .filter(each -> PodKeys.hashOf(each.labels().getOrDefault(PodKeys.REVISION, ""))
                        .equals(current))
                .toList();
        int old = cluster.active().size() - onUpdate.size();
        // A pod that is marked for deletion may have its replacement beside it.
        long updated = onUpdate.stream()
                .filter(each -> !each.labels().containsKey(PodKeys.SPECIFIED_DELETE))
                .count();
        boolean isAllowed = updated < spec.replicas() - partition || (isCreate && old >= partition);
        assertThat(isAllowed)
                .as("S2: %d updated of %d, partition %d; %s", updated, spec.replicas(), partition, tail(cluster))
                .isTrue();
        assertThat(!isCreate && spec.update().isPaused())
                .as("M6: updated while paused; %s", tail(cluster))
                .isFalse();
    }

    /// The hash of the wanted revision: the one whose number is highest.
    private static String wantedHash(ToyCluster cluster) {
        String name = "";
        long number = -1;
        for (JsonNode each : cluster.revisions()) {
            if (each.path("revision").asLong() > number) {
                number = each.path("revision").asLong();
                name = each.path("metadata").path("name").asText();
            }
        }
        return PodKeys.hashOf(name);
    }

    private static String hash(JsonNode pod) {
        return PodKeys.hashOf(
                pod.path("metadata").path("labels").path(PodKeys.REVISION).asText());
    }

    private void count(JsonNode pod) {
        writes.merge(pod.path("metadata").path("uid").asText(), 1, Integer::sum);
    }

    private static String tail(ToyCluster cluster) {
        return String.join(
                "\n",
                cluster.log()
                        .subList(
                                Math.max(0, cluster.log().size() - 40),
                                cluster.log().size()));
    }
}
