package io.fairlead.policies;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.SeenTag.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// The memory of one scope in one stage: which approvals were seen and used up, how far each object was let go, which
/// contents completed healthy, which templates were revoked. Immutable; every transition returns the next ledger.
///
/// **Store before you act.** The ledger that [#accept] returns must be stored before the object is applied, else a
/// crash
/// in between lets a used approval open again.
///
/// Bounds: [#TAGS_MAX], [#OBJECTS_MAX], [#REVOKED_MAX]; a full ledger refuses what is new and forgets nothing that
/// still
/// matters. A tag is forgotten only once [#RETENTION] has passed since both its tagger's date and its first sight:
/// after that the same object is refused by its date.
///
/// @param since tags whose tagger's date is before this are refused; [Instant#EPOCH] unless the ledger was re-seeded
/// @param tags by full ref
/// @param revoked templates that no rollback may return to
public record Ledger(
        Instant since,
        SortedMap<String, SeenTag> tags,
        SortedMap<ObjectKey, ObjectHistory> objects,
        SortedSet<String> revoked) {
    public static final int TAGS_MAX = 1_000;
    /// As many as an inventory holds: the whole memory of a scope must fit one object of the API server's store.
    public static final int OBJECTS_MAX = 500;
    public static final int REVOKED_MAX = 1_000;
    public static final Duration RETENTION = Duration.ofDays(90);

    private static final Comparator<Approval> BY_REF = Comparator.comparing(Approval::ref);

    /// The ledger of a scope in which nothing of ours is live yet.
    public static final Ledger FIRST = new Ledger(
            Instant.EPOCH, Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedSet());

    public Ledger {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        revoked = Collections.unmodifiableSortedSet(new TreeSet<>(revoked));
    }

    /// A new ledger for a scope whose ledger was lost, after a person asked for it. No tag of before counts: one
    /// whose use was forgotten must not open again.
    public static Ledger reseeded(
            List<Approval> present, Map<ObjectKey, ObjectHistory> live, SortedSet<String> revoked, Instant now) {
        var tags = new TreeMap<String, SeenTag>();
        present.stream()
                .filter(approval -> !approval.taggedAt().isBefore(now))
                .limit(TAGS_MAX)
                .forEach(
                        approval -> tags.put(approval.ref(), seen(approval, now).to(State.SPENT)));
        return new Ledger(now, tags, new TreeMap<>(live), revoked);
    }

    /// Remembers new approvals with the moment of their first sight, notices refs that point elsewhere than before,
    /// and forgets what [#RETENTION] allows. Tags that are gone stay remembered; what cannot be taken up is left
    /// out, and [#refusalOf] says why.
    public Ledger see(List<TagFact> present, List<Approval> approvals, Instant now) {
        var next = new TreeMap<>(tags);
        for (TagFact tag : present) {
            next.computeIfPresent(
                    tag.ref(), (ignored, seen) -> seen.objectId().equals(tag.objectId()) ? seen : seen.to(State.MOVED));
        }
        next.values()
                .removeIf(seen -> seen.state() != State.MOVED
                        && isPastRetention(seen.taggedAt(), now)
                        && isPastRetention(seen.firstSeen(), now));
        Ledger ledger = new Ledger(since, next, objects, revoked);
        for (Approval approval : approvals.stream().sorted(BY_REF).toList()) {
            if (!ledger.tags.containsKey(approval.ref())
                    && ledger.refusalOf(approval, now).isEmpty()) {
                ledger = ledger.with(approval, now);
            }
        }
        return ledger;
    }

    /// Why an approval that is not in the ledger cannot be taken up; empty if it can.
    public Optional<Reason> refusalOf(Approval approval, Instant now) {
        String ref = approval.ref();
        if (approval.taggedAt().isBefore(since)) {
            return Optional.of(new Reason(
                    ReasonCode.PREDATES_LEDGER,
                    ref + " was made before the memory of approvals was set up anew at " + since
                            + ": push a new tag under a new name"));
        }
        if (isPastRetention(approval.taggedAt(), now)) {
            return Optional.of(new Reason(
                    ReasonCode.TOO_OLD,
                    ref + " was made more than " + RETENTION.toDays() + " days ago: push a new tag under a new name"));
        }
        if (tags.size() >= TAGS_MAX) {
            return Optional.of(new Reason(
                    ReasonCode.LEDGER_FULL,
                    ref + " cannot be taken up: the scope already remembers " + TAGS_MAX + " tags of the last "
                            + RETENTION.toDays() + " days. Wait, or split the scope"));
        }
        if (isNameTaken(ref)) {
            return Optional.of(new Reason(
                    ReasonCode.NAME_TAKEN,
                    ref + " differs from an earlier tag only in upper and lower case: push a tag under a new name"));
        }
        return Optional.empty();
    }

    /// Whether this name is remembered already; upper and lower case make no difference.
    public boolean isNameTaken(String ref) {
        return tags.keySet().stream().anyMatch(ref::equalsIgnoreCase);
    }

    private Ledger with(Approval approval, Instant now) {
        var next = new TreeMap<>(tags);
        next.put(approval.ref(), seen(approval, now));
        return new Ledger(since, next, objects, revoked);
    }

    private static SeenTag seen(Approval approval, Instant now) {
        return new SeenTag(approval.objectId(), approval.scopeDigest(), approval.taggedAt(), now, State.OPEN);
    }

    private static boolean isPastRetention(Instant moment, Instant now) {
        return Duration.between(moment, now).compareTo(RETENTION) > 0;
    }

    /// Whether one more object can be remembered; a change to an object that cannot is held.
    public boolean hasRoomFor(ObjectKey key) {
        return objects.containsKey(key) || objects.size() < OBJECTS_MAX;
    }

    public ObjectHistory historyOf(ObjectKey key) {
        return objects.getOrDefault(key, ObjectHistory.EMPTY);
    }

    /// An object is about to be applied: remembers how far it may go, and spends every approval of other content
    /// than `scopeDigest`, which becomes effective with it.
    public Ledger accept(ObjectKey key, ObjectHistory.Granted granted, String scopeDigest) {
        if (!hasRoomFor(key)) {
            throw new IllegalStateException("accepted " + key + " beyond " + OBJECTS_MAX + " objects");
        }
        return spendAllBut(scopeDigest).change(key, history -> history.with(granted));
    }

    /// Spends every open approval of other content.
    public Ledger spendAllBut(String scopeDigest) {
        var next = new TreeMap<>(tags);
        next.replaceAll((ignored, seen) ->
                seen.state() == State.OPEN && !seen.scopeDigest().equals(scopeDigest) ? seen.to(State.SPENT) : seen);
        return new Ledger(since, next, objects, revoked);
    }

    /// An object has settled with all pods on `content`. Ignored if the content is not the one granted in full.
    public Ledger completedHealthy(ObjectKey key, ContentDigest content) {
        ObjectHistory.Granted granted = historyOf(key).granted();
        boolean known = granted != null
                && granted.content().equals(content)
                && granted.extent().isFull();
        return known ? change(key, history -> history.completed(content)) : this;
    }

    /// The first settled sight of an object that was live before us. Ignored if the object is known or there is no
    /// room.
    public Ledger seed(ObjectKey key, ContentDigest content) {
        boolean known = historyOf(key).granted() != null;
        return known || !hasRoomFor(key) ? this : change(key, ignored -> ObjectHistory.settled(content));
    }

    /// A rollout of this template failed: no rollback returns to it until it completes healthy again.
    public Ledger failed(ObjectKey key, String template) {
        return objects.containsKey(key) ? change(key, history -> history.failed(template)) : this;
    }

    /// No rollback returns to this template, ever. Empty if the ledger has no room: then the scope must be held.
    public Optional<Ledger> revoke(String template) {
        var next = new TreeSet<>(revoked);
        next.add(template);
        return next.size() > REVOKED_MAX ? Optional.empty() : Optional.of(new Ledger(since, tags, objects, next));
    }

    /// Forgets all but the newest contents that completed healthy, of every object. A rollback to a forgotten one
    /// needs
    /// a tag, so this can only hold back.
    public Ledger keepingHealthy(int contents) {
        var next = new TreeMap<>(objects);
        next.replaceAll((ignored, history) -> history.keepingHealthy(contents));
        return new Ledger(since, tags, next, revoked);
    }

    /// The object is gone from the cluster.
    public Ledger forget(ObjectKey key) {
        var next = new TreeMap<>(objects);
        next.remove(key);
        return new Ledger(since, tags, next, revoked);
    }

    private Ledger change(ObjectKey key, UnaryOperator<ObjectHistory> step) {
        var next = new TreeMap<>(objects);
        next.put(key, step.apply(historyOf(key)));
        return new Ledger(since, tags, next, revoked);
    }
}
