package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The stored objects of one kind, in etcd's order of keys, with their newest changes and the watches on them.
final class KindTable {
    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final ChangeLog log;
    private final List<LogFeed> feeds = new ArrayList<>();
    private ResourceType type;

    KindTable(ResourceType type, int watchWindow) {
        this.type = type;
        this.log = new ChangeLog(watchWindow);
    }

    /// In the version in which objects are stored.
    ResourceType type() {
        return type;
    }

    void setType(ResourceType storageType) {
        type = storageType;
    }

    static String key(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Nullable
    ObjectNode get(String key) {
        return objects.get(key);
    }

    NavigableMap<String, ObjectNode> all() {
        return objects;
    }

    /// @param namespace empty for all
    NavigableMap<String, ObjectNode> in(String namespace) {
        return namespace.isEmpty() ? objects : within(objects, namespace);
    }

    private static NavigableMap<String, ObjectNode> within(NavigableMap<String, ObjectNode> all, String namespace) {
        // '0' is the character after '/'.
        return all.subMap(namespace + "/", true, namespace + "0", false);
    }

    /// The objects as they were right after a change.
    ///
    /// @param version not older than what the log still knows
    NavigableMap<String, ObjectNode> asOf(String namespace, long version) {
        long start = log.after(version);
        if (start == log.end()) {
            return in(namespace);
        }
        TreeMap<String, ObjectNode> then = new TreeMap<>(in(namespace));
        for (long at = log.end() - 1; at >= start; at--) {
            Change change = log.at(at);
            ObjectNode before = change.before();
            if (before == null) {
                then.remove(change.key());
            } else {
                then.put(change.key(), before);
            }
        }
        return namespace.isEmpty() ? then : within(then, namespace);
    }

    ChangeLog log() {
        return log;
    }

    /// Puts an object there without a change that anybody could watch.
    void restore(String key, ObjectNode object) {
        objects.put(key, object);
    }

    void record(Change change) {
        if (change.isRemoval()) {
            objects.remove(change.key());
        } else {
            objects.put(change.key(), change.after());
        }
        log.add(change);
    }

    void tellFeeds() {
        // A feed may be closed by whoever is told.
        for (LogFeed feed : feeds.toArray(LogFeed[]::new)) {
            feed.advance();
        }
    }

    void addFeed(LogFeed feed) {
        feeds.add(feed);
    }

    void removeFeed(LogFeed feed) {
        feeds.remove(feed);
    }

    List<LogFeed> feeds() {
        return List.copyOf(feeds);
    }
}
