package io.fairlead.gitsync.desired;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.manifest.Desired;

/// What Git wants of one object, set beside what is effective.
public sealed interface Change {
    ObjectKey key();

    /// In Git and not in the inventory.
    record Create(Desired desired) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// In both, and not the same, or not let go all the way yet.
    ///
    /// @param effective the manifest that was let through last, read at its own commit
    record Update(Desired desired, Inventory.Entry entry, JsonNode effective) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// In both and the same.
    record Unchanged(Desired desired, Inventory.Entry entry) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// In the inventory and no longer in Git.
    record Prune(Inventory.Entry entry, JsonNode effective) implements Change {
        @Override
        public ObjectKey key() {
            return entry.key();
        }
    }
}
