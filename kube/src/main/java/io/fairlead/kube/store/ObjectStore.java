package io.fairlead.kube.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All objects of one selection, as views. One reflector feeds it; any thread reads it and lays own
/// writes over it.
///
/// For each name there are up to three things: what the watch said last, an own write that is newer, and
/// the uid of an object that the server confirmed as deleted. What is visible follows from them in one
/// place ([Slot#visible]).
///
/// @param <V> the view; immutable
public final class ObjectStore<V> {
    /// Own writes that wait for the watch; beyond that the oldest shows what the watch said again.
    public static final int OVERLAYS_MAX = 100_000;
    /// Deletions that are remembered, to tell a late answer of an own write from a living object.
    public static final int TOMBSTONES_MAX = 10_000;

    private final Function<JsonNode, V> projector;
    private final SequencedMap<String, Function<V, List<String>>> indexers;
    private final List<Listener<V>> listeners = new CopyOnWriteArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<ObjectName, Slot<V>> slots = new HashMap<>();
    private final Map<String, Map<String, TreeSet<ObjectName>>> indexes = new HashMap<>();
    private final SequencedMap<ObjectName, String> tombstones = new LinkedHashMap<>();
    private final SequencedMap<ObjectName, Boolean> overlaid = new LinkedHashMap<>();
    // The state up to which the watch is certain to have told everything: a list's or a bookmark's.
    private String passedVersion = "";

    /// Called after each visible change, outside any lock, by the thread that brought it. The views
    /// serve to map an object to the keys that depend on it (its owner now, its owner before); decisions
    /// are made on a read of the store.
    @FunctionalInterface
    public interface Listener<V> {
        void changed(ObjectName name, Optional<V> before, Optional<V> after);
    }

    /// Reads that see the same state.
    public interface Reader<V> {
        Optional<Stored<V>> get(ObjectName name);

        /// Sorted by name.
        List<Stored<V>> byIndex(String index, String value);
    }

    private record Change<V>(ObjectName name, Optional<Stored<V>> before, Optional<Stored<V>> after) {}

    private static final class Slot<V> {
        private @Nullable Stored<V> watched;
        private @Nullable Stored<V> own;
        private String deletedUid = "";

        private Optional<Stored<V>> visible() {
            Stored<V> newest = own != null ? own : watched;
            return newest == null || newest.uid().equals(deletedUid) ? Optional.empty() : Optional.of(newest);
        }

        private boolean isEmpty() {
            return watched == null && own == null && deletedUid.isEmpty();
        }
    }

    /// @param projector total: what it throws stops the whole store from being fed
    /// @param indexers by the index's name, the values under which a view is found
    public ObjectStore(Function<JsonNode, V> projector, SequencedMap<String, Function<V, List<String>>> indexers) {
        this.projector = projector;
        this.indexers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(indexers));
        this.indexers.keySet().forEach(index -> indexes.put(index, new TreeMap<>()));
    }

    public ObjectStore(Function<JsonNode, V> projector) {
        this(projector, new LinkedHashMap<>());
    }

    /// Tells the listener of everything that is there already, then of every change: whenever it comes,
    /// it misses nothing (and may hear of a change twice).
    public void listen(Listener<V> listener) {
        listeners.add(listener);
        for (Stored<V> stored : all()) {
            listener.changed(stored.name(), Optional.empty(), Optional.of(stored.view()));
        }
    }

    public Optional<Stored<V>> get(ObjectName name) {
        return read(reader -> reader.get(name));
    }

    public List<Stored<V>> byIndex(String index, String value) {
        return read(reader -> reader.byIndex(index, value));
    }

    /// Everything, sorted by name: O(n log n), not for a decision on one object.
    public List<Stored<V>> all() {
        List<Stored<V>> all = new ArrayList<>();
        read(reader -> {
            slots.values().forEach(slot -> slot.visible().ifPresent(all::add));
            return all;
        });
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return all;
    }

    /// Several reads of one state. The function must be short and must not write to this store.
    public <R> R read(Function<Reader<V>, R> reads) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return reads.apply(new Reader<>() {
                @Override
                public Optional<Stored<V>> get(ObjectName name) {
                    Slot<V> slot = slots.get(name);
                    return slot == null ? Optional.empty() : slot.visible();
                }

                @Override
                public List<Stored<V>> byIndex(String index, String value) {
                    Map<String, TreeSet<ObjectName>> values = indexes.get(index);
                    if (values == null) {
                        throw new IllegalArgumentException("no such index: " + index);
                    }
                    List<Stored<V>> found = new ArrayList<>();
                    for (ObjectName name : values.getOrDefault(value, new TreeSet<>())) {
                        get(name).ifPresent(found::add);
                    }
                    return found;
                }
            });
        } finally {
            reading.unlock();
        }
    }

    /// Shows the result of an own write at once, until the watch has passed it. An answer that arrives
    /// after the watch has already told of this state, or of the object's end, changes nothing.
    public void overlay(JsonNode object) {
        Stored<V> written = stored(object, true);
        change(() -> {
            Slot<V> slot = slots.get(written.name());
            String tombstone = tombstones.getOrDefault(written.name(), "");
            Stored<V> watched = slot == null ? null : slot.watched;
            Stored<V> own = slot == null ? null : slot.own;
            boolean isPassed = Version.isAtLeast(passedVersion, written.resourceVersion())
                    || Version.isAtLeast(tombstone, written.resourceVersion())
                    || (watched != null && Version.isAtLeast(watched.resourceVersion(), written.resourceVersion()))
                    || (own != null && Version.isAtLeast(own.resourceVersion(), written.resourceVersion()));
            if (isPassed) {
                return List.of();
            }
            List<Change<V>> changes = new ArrayList<>();
            if (overlaid.size() >= OVERLAYS_MAX) {
                ObjectName oldest = overlaid.firstEntry().getKey();
                changes.add(put(oldest, old -> old.own = null));
            }
            changes.add(put(written.name(), it -> it.own = written));
            return changes;
        });
    }

    /// Hides an object that the server has confirmed to be gone for good (the answer to the delete was a
    /// `Status`, not the object); its uid never comes back.
    public void overlayDeletion(ObjectName name, String uid) {
        change(() -> {
            Slot<V> slot = slots.get(name);
            boolean isShown =
                    slot != null && slot.visible().map(s -> s.uid().equals(uid)).orElse(false);
            return isShown ? List.of(put(name, it -> it.deletedUid = uid)) : List.of();
        });
    }

    /// `ADDED` or `MODIFIED` of the watch. Duplicates and what is older than what is known are dropped.
    public void changed(JsonNode object) {
        Stored<V> seen = stored(object, false);
        change(() -> isOutdated(seen.name(), seen.resourceVersion())
                ? List.of()
                : List.of(put(seen.name(), slot -> {
                    slot.watched = seen;
                    dropPassed(slot, seen.resourceVersion());
                    if (!slot.deletedUid.equals(seen.uid())) {
                        slot.deletedUid = "";
                    }
                })));
    }

    /// `DELETED` of the watch.
    public void deleted(JsonNode object) {
        ObjectName name = ObjectName.of(object);
        String version = object.path("metadata").path("resourceVersion").asText("");
        change(() -> {
            if (isOutdated(name, version)) {
                return List.of();
            }
            tombstones.putLast(name, version);
            if (tombstones.size() > TOMBSTONES_MAX) {
                tombstones.pollFirstEntry();
            }
            return List.of(put(name, slot -> {
                slot.watched = null;
                slot.deletedUid = "";
                dropPassed(slot, version);
            }));
        });
    }

    /// `BOOKMARK` of the watch: everything up to this version has been told.
    public void passed(String resourceVersion) {
        change(() -> {
            passedVersion = resourceVersion;
            return dropPassedOverlays();
        });
    }

    /// A whole list takes the place of what the watch had said. What is not in it is gone, own writes
    /// included, unless they are newer than the list: so an object of ours that someone deleted while
    /// nobody watched does not haunt us.
    public void replace(List<JsonNode> objects, String resourceVersion) {
        replaceStored(objects.stream().map(object -> stored(object, false)).toList(), resourceVersion);
    }

    /// As [#replace], of objects that [#project] has made small already.
    public void replaceStored(List<Stored<V>> listed, String resourceVersion) {
        change(() -> {
            passedVersion = resourceVersion;
            tombstones.clear();
            List<Change<V>> changes = new ArrayList<>();
            Map<ObjectName, Stored<V>> byName = new HashMap<>();
            listed.forEach(stored -> byName.put(stored.name(), stored));
            for (ObjectName name : new TreeSet<>(slots.keySet())) {
                if (!byName.containsKey(name)) {
                    changes.add(put(name, slot -> {
                        slot.watched = null;
                        slot.deletedUid = "";
                        dropPassed(slot, resourceVersion);
                    }));
                }
            }
            for (Stored<V> stored : listed) {
                changes.add(put(stored.name(), slot -> {
                    slot.watched = stored;
                    dropPassed(slot, resourceVersion);
                    if (!slot.deletedUid.equals(stored.uid())) {
                        slot.deletedUid = "";
                    }
                }));
            }
            return changes;
        });
    }

    /// What the store would keep of an object.
    public Stored<V> project(JsonNode object) {
        return stored(object, false);
    }

    private Stored<V> stored(JsonNode object, boolean isOwnWrite) {
        JsonNode metadata = object.path("metadata");
        return new Stored<>(
                ObjectName.of(object),
                metadata.path("uid").asText(""),
                metadata.path("resourceVersion").asText(""),
                isOwnWrite,
                projector.apply(object));
    }

    private boolean isOutdated(ObjectName name, String version) {
        Slot<V> slot = slots.get(name);
        if (slot != null && slot.watched != null) {
            return Version.isAtLeast(slot.watched.resourceVersion(), version);
        }
        return Version.isAtLeast(tombstones.getOrDefault(name, ""), version)
                || Version.isAtLeast(passedVersion, version);
    }

    /// An own write goes once the watch is at it or past it; if versions cannot be compared, with any
    /// news of its name.
    private static <V> void dropPassed(Slot<V> slot, String version) {
        if (slot.own != null && Version.compare(version, slot.own.resourceVersion()) != Version.Order.OLDER) {
            slot.own = null;
        }
    }

    private List<Change<V>> dropPassedOverlays() {
        List<ObjectName> names = new ArrayList<>(overlaid.keySet());
        List<Change<V>> changes = new ArrayList<>();
        for (ObjectName name : names) {
            changes.add(put(name, slot -> {
                if (slot.own != null && Version.isAtLeast(passedVersion, slot.own.resourceVersion())) {
                    slot.own = null;
                }
            }));
        }
        return changes;
    }

    /// The only place that changes a slot: keeps the indexes and the list of overlays in step with what
    /// is visible.
    private Change<V> put(ObjectName name, Consumer<Slot<V>> edit) {
        Slot<V> slot = slots.computeIfAbsent(name, absent -> new Slot<>());
        Optional<Stored<V>> before = slot.visible();
        edit.accept(slot);
        Optional<Stored<V>> after = slot.visible();
        if (slot.own != null) {
            overlaid.putIfAbsent(name, true);
        } else {
            overlaid.remove(name);
        }
        if (slot.isEmpty()) {
            slots.remove(name);
        }
        index(before, false);
        index(after, true);
        return new Change<>(name, before, after);
    }

    private void index(Optional<Stored<V>> stored, boolean isAdded) {
        if (stored.isEmpty()) {
            return;
        }
        ObjectName name = stored.get().name();
        indexers.forEach((index, values) -> {
            Map<String, TreeSet<ObjectName>> names = indexes.computeIfAbsent(index, absent -> new TreeMap<>());
            for (String value : values.apply(stored.get().view())) {
                if (isAdded) {
                    names.computeIfAbsent(value, absent -> new TreeSet<>()).add(name);
                } else {
                    names.computeIfPresent(value, (key, set) -> set.remove(name) && set.isEmpty() ? null : set);
                }
            }
        });
    }

    private void change(Supplier<List<Change<V>>> edit) {
        List<Change<V>> changes;
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            changes = edit.get();
        } finally {
            writing.unlock();
        }
        for (Change<V> change : changes) {
            if (isVisible(change)) {
                Optional<V> before = change.before().map(Stored::view);
                Optional<V> after = change.after().map(Stored::view);
                listeners.forEach(listener -> listener.changed(change.name(), before, after));
            }
        }
    }

    /// The watch confirming an own write changes nothing that was not already told.
    private static <V> boolean isVisible(Change<V> change) {
        if (change.before().isEmpty() || change.after().isEmpty()) {
            return change.before().isPresent() != change.after().isPresent();
        }
        Stored<V> before = change.before().get();
        Stored<V> after = change.after().get();
        return !before.uid().equals(after.uid()) || !before.resourceVersion().equals(after.resourceVersion());
    }
}
