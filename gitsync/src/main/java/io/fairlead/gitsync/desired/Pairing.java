package io.fairlead.gitsync.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sets the objects that Git wants beside those of the inventory: one [Change] for each object of either.
public final class Pairing {
    /// Stands for an effective manifest that cannot be read any more: everything differs from it, so that no
    /// gate opens
    /// because a history was cut off.
    private static final JsonNode UNKNOWN = JsonNodeFactory.instance.objectNode();

    private Pairing() {}

    /// @param effective the effective manifests of the inventory, read at the commits that it names
    public static List<Change> pair(DesiredSet desired, Inventory inventory, SortedMap<ObjectKey, JsonNode> effective) {
        SortedMap<ObjectKey, Change> changes = new TreeMap<>();
        for (Desired object : desired.objects().values()) {
            changes.put(object.key(), change(object, inventory, effective));
        }
        for (Inventory.Entry entry : inventory.entries().values()) {
            if (!changes.containsKey(entry.key())) {
                changes.put(entry.key(), new Change.Prune(entry, effective.getOrDefault(entry.key(), UNKNOWN)));
            }
        }
        return Collections.unmodifiableList(new ArrayList<>(changes.values()));
    }

    private static Change change(Desired object, Inventory inventory, SortedMap<ObjectKey, JsonNode> effective) {
        Inventory.Entry entry = inventory.entries().get(object.key());
        if (entry == null || entry.applied().isEmpty()) {
            return new Change.Create(object);
        }
        JsonNode before = effective.getOrDefault(object.key(), UNKNOWN);
        return before.equals(object.manifest())
                ? new Change.Unchanged(object, entry)
                : new Change.Update(object, entry, before);
    }
}
