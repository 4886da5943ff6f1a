package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What etcd is to the real server: objects under one counter of versions. Every change passes [#commit].
///
/// A commit costs O(log n) in the objects of its kind plus O(1) for each watch on the kind.
final class Storage {
    /// The model's clusters start with a revision that leaves older ones to ask for.
    private static final long FIRST_VERSION = 1;

    /// Where an object stands.
    record Place(KindTable table, String key) {
        @Nullable
        ObjectNode object() {
            return table.get(key);
        }
    }

    private final Map<String, Place> byUid = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Place>> byOwner = new HashMap<>();
    private final List<CommitListener> listeners = new ArrayList<>();
    private final ArrayDeque<CommitListener.Commit> untold = new ArrayDeque<>();
    private boolean isTelling;
    private long version = FIRST_VERSION;

    /// The newest version.
    long version() {
        return version;
    }

    /// Puts an object where it stood in another server; nobody hears of it.
    void restore(KindTable table, String key, ObjectNode object) {
        table.restore(key, object);
        index(table, key, null, object);
    }

    /// Goes on counting from here.
    void continueFrom(long newest) {
        version = Math.max(version, newest);
    }

    /// Tells everybody of these objects as if they were created now, in the order of their versions.
    void tellAgain(List<KindTable> tables) {
        List<CommitListener.Commit> all = new ArrayList<>();
        for (KindTable table : tables) {
            for (ObjectNode each : table.all().values()) {
                all.add(new CommitListener.Commit(table.type(), null, each, Trees.resourceVersion(each), null));
            }
        }
        all.sort(Comparator.comparingLong(CommitListener.Commit::version));
        untold.addAll(all);
        tell();
    }

    void listen(CommitListener listener) {
        listeners.add(listener);
    }

    @Nullable
    Place byUid(String uid) {
        return byUid.get(uid);
    }

    Collection<Place> byOwner(String uid) {
        LinkedHashMap<String, Place> owned = byOwner.get(uid);
        return owned == null ? List.of() : List.copyOf(owned.values());
    }

    /// Stores a change.
    ///
    /// @param after gets its resourceVersion here, so it and its metadata are the caller's own; null for a removal
    /// @return what is stored now; for a removal what was
    ObjectNode commit(
            KindTable table,
            String key,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after,
            @Nullable ApiCall call) {
        version++;
        String text = Long.toString(version);
        ObjectNode visible;
        if (after == null) {
            if (before == null) {
                throw new IllegalArgumentException("neither before nor after: " + key);
            }
            visible = Trees.withMetadata(before, "resourceVersion", text);
        } else {
            visible = after;
            Trees.metadata(visible).put("resourceVersion", text);
        }
        Change change = new Change(version, key, before, visible, after == null);
        index(table, key, before, change.left());
        table.record(change);
        table.tellFeeds();
        untold.add(new CommitListener.Commit(table.type(), before, after, version, call));
        tell();
        return visible;
    }

    /// In order, even if a listener writes.
    private void tell() {
        if (isTelling) {
            return;
        }
        isTelling = true;
        try {
            while (!untold.isEmpty()) {
                CommitListener.Commit commit = untold.remove();
                for (int i = 0; i < listeners.size(); i++) {
                    listeners.get(i).committed(commit);
                }
            }
        } finally {
            isTelling = false;
        }
    }

    private void index(KindTable table, String key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        ObjectNode object = after == null ? before : after;
        if (object == null) {
            return;
        }
        String uid = Trees.text(object, "metadata", "uid");
        JsonNode ownersBefore = owners(before);
        JsonNode ownersAfter = owners(after);
        if (!ownersBefore.equals(ownersAfter)) {
            for (JsonNode owner : ownersBefore) {
                disown(owner.path("uid").asText(), uid);
            }
            for (JsonNode owner : ownersAfter) {
                byOwner.computeIfAbsent(owner.path("uid").asText(), each -> new LinkedHashMap<>())
                        .put(uid, new Place(table, key));
            }
        }
        if (after == null) {
            byUid.remove(uid);
        } else if (before == null) {
            byUid.put(uid, new Place(table, key));
        }
    }

    private void disown(String owner, String uid) {
        LinkedHashMap<String, Place> owned = byOwner.get(owner);
        if (owned != null) {
            owned.remove(uid);
            if (owned.isEmpty()) {
                byOwner.remove(owner);
            }
        }
    }

    private static JsonNode owners(@Nullable ObjectNode object) {
        return object == null
                ? MissingNode.getInstance()
                : object.path("metadata").path("ownerReferences");
    }
}
