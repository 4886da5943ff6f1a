package io.fairlead.gitsync.desired;

import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.policies.Extent;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one source has put into one scope, so that pruning is a set difference and never a guess.
public record Inventory(SortedMap<ObjectKey, Entry> entries) {
    /// How many objects one scope may hold; one more is a defect that holds the scope.
    public static final int ENTRIES_MAX = 500;

    /// Stands where it is not known any more which commit an object comes from: everything differs from it.
    public static final CommitId UNKNOWN_COMMIT = new CommitId("0".repeat(40));

    private static final String UNKNOWN = "unknown";

    public static final Inventory EMPTY = new Inventory(Collections.emptySortedMap());

    /// One object.
    ///
    /// @param apiVersion in which it is applied
    /// @param uid as the server gave it; empty while the first apply has not been answered
    /// @param applied digest of the manifest as it was sent last; empty while none was
    /// @param commit whose manifest is the effective one
    /// @param path of that manifest in the repository
    /// @param percent of the pods that the manifest as it was sent lets be updated, as far as our own cap goes; 100
    ///     without a cap
    public record Entry(
            ObjectKey key,
            String apiVersion,
            String uid,
            String applied,
            CommitId commit,
            String path,
            int wave,
            int percent) {
        /// An object that is live and carries our labels, although nobody remembers what was applied to it.
        public static Entry unknown(ObjectKey key, String apiVersion, String uid) {
            return new Entry(key, apiVersion, uid, UNKNOWN, UNKNOWN_COMMIT, UNKNOWN, 0, Extent.PERCENT_MAX);
        }

        public boolean isUnknown() {
            return commit.equals(UNKNOWN_COMMIT);
        }
    }

    public Inventory {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    public Optional<Entry> find(ObjectKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    public Inventory with(Entry entry) {
        var next = new TreeMap<>(entries);
        next.put(entry.key(), entry);
        return new Inventory(next);
    }

    public Inventory without(ObjectKey key) {
        var next = new TreeMap<>(entries);
        next.remove(key);
        return new Inventory(next);
    }
}
