package io.fairlead.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent.Rounding;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSetCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Everything that is known of one CloneSet: what was asked for and when, its pods, its losses and its claims.
final class WorkloadFacts {
    /// Older specs and losses are forgotten; longer than any view may be old.
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /// What was asked for from a moment on.
    ///
    /// @param invalid the object could not be read: nothing was asked for that anybody may act on
    /// @param updatedBefore pods that had this content already when it was asked for
    record Wish(
            Instant from,
            boolean invalid,
            int replicas,
            int partition,
            int maxUnavailable,
            int maxSurge,
            int minReadySeconds,
            int graceSeconds,
            boolean isPaused,
            String content,
            int updatedBefore) {}

    /// A pod that became unavailable, or went, and was not taken by the engine.
    record Loss(Instant at, String pod) {}

    /// @param version of the pod on which the decision to disrupt it rests
    record Claim(Instant at, String version) {}

    final String uid;
    final String namespace;
    final String name;
    final SequencedMap<String, PodFacts> pods = new LinkedHashMap<>();
    final SequencedMap<String, Claim> claims = new LinkedHashMap<>();
    /// Since when a pod has been serving, or has not been.
    final SequencedMap<String, Instant> servingSince = new LinkedHashMap<>();

    final SequencedMap<String, Instant> idleSince = new LinkedHashMap<>();
    final SequencedMap<String, Instant> goingSince = new LinkedHashMap<>();
    final Deque<Loss> losses = new ArrayDeque<>();
    private final Deque<Wish> wishes = new ArrayDeque<>();

    @Nullable
    JsonNode object;

    @Nullable
    Instant goneAt;

    long epoch;

    WorkloadFacts(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        this.uid = metadata.path("uid").asText();
        this.namespace = metadata.path("namespace").asText();
        this.name = metadata.path("name").asText();
    }

    void changed(JsonNode next, Instant now) {
        JsonNode before = object;
        object = next;
        boolean isSame = before != null
                && before.path("metadata").path("generation").asLong()
                        == next.path("metadata").path("generation").asLong();
        if (!isSame) {
            wishes.addLast(wish(next, now));
        }
        while (wishes.size() > 1 && second(wishes).from().isBefore(now.minus(MEMORY))) {
            wishes.removeFirst();
        }
    }

    private static Wish second(Deque<Wish> wishes) {
        var iterator = wishes.iterator();
        iterator.next();
        return iterator.next();
    }

    private Wish wish(JsonNode next, Instant now) {
        if (!(CloneSetCodec.parse(next) instanceof Parsed.Valid<CloneSet>(CloneSet parsed))) {
            return new Wish(now, true, 0, 0, 0, 0, 0, 0, true, "", 0);
        }
        CloneSet.Spec spec = parsed.spec();
        int replicas = spec.replicas();
        String content = Content.of(spec.template().path("spec"));
        int surge = spec.update().maxSurge().resolve(replicas, Rounding.UP);
        int unavailable = spec.update().maxUnavailable().resolve(replicas, Rounding.UP);
        return new Wish(
                now,
                false,
                replicas,
                Math.min(replicas, spec.update().partition().resolvePartition(replicas)),
                Math.min(replicas, unavailable == 0 && surge == 0 ? 1 : unavailable),
                surge,
                spec.minReadySeconds(),
                spec.update().gracePeriodSeconds(),
                spec.update().isPaused(),
                content,
                count(content));
    }

    /// What is asked for now.
    Wish wish() {
        return wishes.getLast();
    }

    /// Everything that was asked for since then, oldest first: also what stood at that moment.
    List<Wish> wishesSince(Instant moment) {
        List<Wish> valid = new ArrayList<>();
        for (Wish wish : wishes) {
            if (wish.from().isBefore(moment)) {
                valid.clear();
            }
            valid.add(wish);
        }
        return valid;
    }

    /// Whether this content was asked for at some time that is remembered.
    boolean wasKnown(String content) {
        return wishes.stream().anyMatch(wish -> wish.content().equals(content));
    }

    /// Whether a pod is of the revision that all pods had before the last release: a workload that was brought back
    /// to it in the middle of a release has no older one that a partition could keep.
    boolean isCurrent(@Nullable JsonNode pod) {
        JsonNode workload = object;
        String current = workload == null
                ? ""
                : workload.path("status").path("currentRevision").asText();
        return pod != null
                && !current.isEmpty()
                && pod.path("metadata")
                        .path("labels")
                        .path("controller-revision-hash")
                        .asText()
                        .equals(current);
    }

    /// Active pods with this content.
    int count(String content) {
        int count = 0;
        for (PodFacts pod : pods.values()) {
            count += pod.isActive() && pod.content().equals(content) ? 1 : 0;
        }
        return count;
    }

    /// Active pods of this content that are marked for deletion.
    int toGo(String content) {
        int count = 0;
        for (PodFacts pod : pods.values()) {
            count += pod.isActive() && pod.isToGo() && pod.content().equals(content) ? 1 : 0;
        }
        return count;
    }

    int active() {
        int count = 0;
        for (PodFacts pod : pods.values()) {
            count += pod.isActive() ? 1 : 0;
        }
        return count;
    }

    int available(int minReadySeconds, Instant now, Duration tolerance) {
        int count = 0;
        for (PodFacts pod : pods.values()) {
            count += pod.isAvailable(minReadySeconds, now, tolerance) ? 1 : 0;
        }
        return count;
    }

    void lost(String pod, Instant now) {
        losses.addLast(new Loss(now, pod));
        while (losses.getFirst().at().isBefore(now.minus(MEMORY))) {
            losses.removeFirst();
        }
    }

    int lossesSince(Instant moment) {
        int count = 0;
        for (Loss loss : losses) {
            count += loss.at().isBefore(moment) ? 0 : 1;
        }
        return count;
    }

    /// The pods as they stand, for the text of a violation.
    String picture(Instant now) {
        StringBuilder text = new StringBuilder();
        Collection<PodFacts> all = pods.values();
        for (PodFacts pod : all) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(pod.name())
                    .append(' ')
                    .append(pod.content())
                    .append(pod.isTerminating() ? " going" : pod.isServing() ? " serving" : " idle");
            Optional.ofNullable(idleSince.get(pod.uid()))
                    .ifPresent(since -> text.append(" for ")
                            .append(Duration.between(since, now).toSeconds())
                            .append(" s"));
        }
        return text.toString();
    }
}
