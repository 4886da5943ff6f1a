package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.ManifestContent;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.health.Health;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryState.Phase;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.gitsync.notes.NoteEdit;
import io.fairlead.gitsync.notes.StatusLine;
import io.fairlead.gitsync.notes.StatusLine.Pods;
import io.fairlead.gitsync.notes.StatusLine.State;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.policies.ObjectSort;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;

/// What a note says of a scope: one line for each workload, or one for the whole scope where it has none.
final class NoteLines {
    private NoteLines() {}

    /// @param said digest of everything that the lines say but counters and times, to tell whether there is news
    record Lines(List<NoteEdit> edits, String said) {}

    /// Where the lines belong, as in their keys.
    record Place(String cluster, String scope) {}

    static Lines of(
            Place place,
            DeliveryState state,
            DesiredSet desired,
            List<Decision> decisions,
            SortedMap<ObjectKey, Health> health,
            Instant now) {
        CommitId commit = new CommitId(state.desired().orElseThrow().commit());
        List<NoteEdit> edits = new ArrayList<>();
        StringJoiner said = new StringJoiner("\n");
        said.add(commit.hex());
        Map<ObjectKey, Decision> byKey = new LinkedHashMap<>();
        decisions.forEach(d -> byKey.put(d.change().key(), d));
        long counter = state.notes().sequence();
        for (Desired object : desired.objects().values()) {
            if (ManifestContent.sort(object.key(), object.manifest()) == ObjectSort.PLAIN) {
                continue;
            }
            Decision decision = byKey.get(object.key());
            Health now0 = health.get(object.key());
            StatusLine line = line(place, object.key(), decision, now0, ++counter, now);
            edits.add(new NoteEdit(commit, line));
            said.add(line.key().workload() + " " + line.state().text() + " "
                    + line.why().orElse("") + " " + (line.state() == State.PROGRESSING ? "" : line.pods()));
        }
        if (edits.isEmpty()) {
            StatusLine line = scopeLine(place, state, ++counter, now);
            edits.add(new NoteEdit(commit, line));
            said.add(line.key().workload() + " " + line.state().text() + " "
                    + line.why().orElse(""));
        }
        return new Lines(edits, ManifestDigest.of(TextNode.valueOf(said.toString())));
    }

    private static StatusLine line(
            Place place,
            ObjectKey key,
            @org.jspecify.annotations.Nullable Decision decision,
            @org.jspecify.annotations.Nullable Health health,
            long counter,
            Instant now) {
        Health.Counts counts = health == null ? Health.Counts.NONE : health.counts();
        State state = State.PENDING;
        Optional<String> gate = Optional.empty();
        Optional<String> why = Optional.empty();
        if (decision != null && decision.isHeld()) {
            Optional<Reason> approval = approval(decision);
            state = approval.isPresent() ? State.AWAITING_APPROVAL : State.PAUSED;
            gate = approval.map(_ -> "tag");
            why = decision.verdict().reasons().stream()
                    .findFirst()
                    .map(r -> r.code().word());
        } else if (health != null) {
            state = switch (health.state()) {
                case HEALTHY -> decision != null && decision.isWaiting() ? State.PAUSED : State.HEALTHY;
                case PROGRESSING -> State.PROGRESSING;
                case DEGRADED -> State.DEGRADED;
            };
            gate = state == State.PAUSED ? Optional.of("tag") : Optional.empty();
            why = health.state() == Health.State.DEGRADED ? Optional.of(health.message()) : Optional.empty();
        }
        return new StatusLine(
                new StatusLine.Key(place.cluster(), place.scope(), key.kind() + "/" + key.name()),
                counter,
                now,
                state,
                // Of a held content nothing is updated, however far the effective one is.
                new Pods(state == State.AWAITING_APPROVAL ? 0 : counts.updated(), counts.ready(), counts.replicas()),
                counts.revision().isEmpty() ? Optional.empty() : Optional.of(counts.revision()),
                gate,
                Optional.empty(),
                why);
    }

    private static Optional<Reason> approval(Decision decision) {
        return decision.verdict().reasons().stream()
                .filter(r -> r.code() == ReasonCode.AWAITING_APPROVAL)
                .findFirst();
    }

    private static StatusLine scopeLine(Place place, DeliveryState deliveryState, long counter, Instant now) {
        Phase phase = deliveryState.report().phase();
        State state = switch (phase) {
            case PENDING -> State.PENDING;
            case AWAITING_APPROVAL -> State.AWAITING_APPROVAL;
            case PROGRESSING -> State.PROGRESSING;
            case HEALTHY -> State.HEALTHY;
            case DEGRADED -> State.DEGRADED;
            case HELD, SUSPENDED -> State.PAUSED;
        };
        return new StatusLine(
                new StatusLine.Key(place.cluster(), place.scope(), "Scope/" + place.scope()),
                counter,
                now,
                state,
                new Pods(0, 0, 0),
                Optional.empty(),
                state == State.AWAITING_APPROVAL ? Optional.of("tag") : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
