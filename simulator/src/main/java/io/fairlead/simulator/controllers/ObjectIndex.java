package io.fairlead.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener.Commit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who owns whom, and what is in which namespace, kept up to date from commits. Events are left out: nobody owns them,
/// and there are many.
final class ObjectIndex {
    static final Comparator<ResourceType> BY_NAME =
            Comparator.comparing(ResourceType::group).thenComparing(ResourceType::plural);

    private final Map<String, Entry> byUid = new LinkedHashMap<>();
    private final Map<String, Set<String>> dependents = new LinkedHashMap<>();
    private final Map<String, TreeMap<ResourceType, Integer>> counts = new TreeMap<>();

    /// @param owners uids
    record Entry(ResourceType type, String namespace, String name, List<String> owners) {
        ObjectPath path() {
            return ObjectPath.of(type, namespace, name);
        }

        Optional<ObjectNode> find(ApiServer server) {
            return server.find(type, namespace, name);
        }
    }

    void take(Commit commit) {
        if (commit.type().plural().equals("events")) {
            return;
        }
        ObjectNode before = commit.before();
        ObjectNode after = commit.after();
        if (after == null) {
            if (before != null) {
                forget(uid(before));
            }
            return;
        }
        String uid = uid(after);
        Entry known = byUid.get(uid);
        List<String> owners = owners(after);
        if (known != null && known.owners().equals(owners)) {
            return;
        }
        if (known == null) {
            count(commit.type(), namespace(after), 1);
        } else {
            known.owners().forEach(owner -> unlink(owner, uid));
        }
        JsonNode name = after.path("metadata").path("name");
        byUid.put(uid, new Entry(commit.type(), namespace(after), name.asText(), owners));
        owners.forEach(owner ->
                dependents.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(uid));
    }

    private void forget(String uid) {
        Entry entry = byUid.remove(uid);
        if (entry != null) {
            entry.owners().forEach(owner -> unlink(owner, uid));
            count(entry.type(), entry.namespace(), -1);
        }
    }

    private void unlink(String owner, String dependent) {
        Set<String> all = dependents.get(owner);
        if (all != null && all.remove(dependent) && all.isEmpty()) {
            dependents.remove(owner);
        }
    }

    private void count(ResourceType type, String namespace, int change) {
        if (!namespace.isEmpty()) {
            TreeMap<ResourceType, Integer> ofNamespace = counts.computeIfAbsent(namespace, _ -> new TreeMap<>(BY_NAME));
            if (ofNamespace.merge(type, change, Integer::sum) == 0) {
                ofNamespace.remove(type);
            }
        }
    }

    Optional<Entry> find(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /// The uids of what this object owns, oldest first.
    List<String> dependents(String uid) {
        Set<String> all = dependents.get(uid);
        return all == null ? List.of() : new ArrayList<>(all);
    }

    /// The types of which there are objects in a namespace.
    List<ResourceType> types(String namespace) {
        TreeMap<ResourceType, Integer> ofNamespace = counts.get(namespace);
        return ofNamespace == null ? List.of() : new ArrayList<>(ofNamespace.keySet());
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    private static List<String> owners(JsonNode object) {
        JsonNode references = object.path("metadata").path("ownerReferences");
        if (references.isEmpty()) {
            return List.of();
        }
        List<String> owners = new ArrayList<>(references.size());
        references.forEach(each -> owners.add(each.path("uid").asText()));
        return List.copyOf(owners);
    }
}
