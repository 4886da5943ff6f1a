package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.WatchStream.Event;
import io.fairlead.kube.WatchStream.Item;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A watch: a position in the log of its kind and a filter. Nothing is copied for it but the objects that exist when
/// it begins, where the client wants those.
final class LogFeed implements WatchFeed {
    private static final int OK = 200;

    /// An item that stands before the change at a position.
    private record Marker(long position, Item item) {}

    private final Registration kind;
    private final Filter filter;
    private final ArrayDeque<Item> initial;
    private final ArrayDeque<Marker> markers = new ArrayDeque<>();
    private final long olderThan;
    private long position;
    private long seen;
    private boolean isOver;
    private @Nullable Runnable listener;
    private final Runnable onEvent;

    /// @param initial items that come first
    /// @param position in the log, from which changes follow
    /// @param olderThan changes up to this version are left out
    /// @param onEvent told of each event that is taken
    LogFeed(
            Registration kind,
            Filter filter,
            ArrayDeque<Item> initial,
            long position,
            long olderThan,
            Runnable onEvent) {
        this.onEvent = onEvent;
        this.kind = kind;
        this.filter = filter;
        this.initial = initial;
        this.position = position;
        this.olderThan = olderThan;
        this.seen = kind.table().log().end();
    }

    @Override
    public Optional<Item> poll() {
        if (isOver) {
            return Optional.empty();
        }
        Item first = initial.poll();
        if (first != null) {
            return Optional.of(taken(first));
        }
        ChangeLog log = kind.table().log();
        while (true) {
            Marker marker = markers.peek();
            if (marker != null && marker.position() <= position) {
                markers.remove();
                return Optional.of(taken(marker.item()));
            }
            if (position >= log.end()) {
                return Optional.empty();
            }
            if (!log.has(position)) {
                // The client is too slow: the real server ends such a watch without a word.
                return Optional.of(taken(new WatchStream.End(OK, "")));
            }
            Event event = event(log.at(position++));
            if (event != null) {
                return Optional.of(taken(event));
            }
        }
    }

    private Item taken(Item item) {
        switch (item) {
            case WatchStream.End _ -> close();
            case Event _ -> onEvent.run();
        }
        return item;
    }

    /// What the change means to whoever sees only some objects.
    private @Nullable Event event(Change change) {
        if (change.version() <= olderThan || !filter.isIn(change.key())) {
            return null;
        }
        ObjectNode before = change.before();
        boolean wasSeen = before != null && filter.matches(kind, before);
        if (change.isRemoval()) {
            return wasSeen ? new Event("DELETED", kind.present(change.after())) : null;
        }
        boolean isSeen = filter.matches(kind, change.after());
        if (isSeen) {
            return new Event(wasSeen ? "MODIFIED" : "ADDED", kind.present(change.after()));
        }
        if (before == null || !wasSeen) {
            return null;
        }
        ObjectNode last = Trees.withMetadata(before, "resourceVersion", Long.toString(change.version()));
        return new Event("DELETED", kind.present(last));
    }

    /// The log has one more change.
    void advance() {
        ChangeLog log = kind.table().log();
        long newest = log.end() - 1;
        boolean isNews = log.has(newest) && isSeen(log.at(newest));
        if (!isNews && position == newest && initial.isEmpty() && markers.isEmpty()) {
            position++;
        }
        seen = log.end();
        if (isNews) {
            tell();
        }
    }

    private boolean isSeen(Change change) {
        if (change.version() <= olderThan || !filter.isIn(change.key())) {
            return false;
        }
        ObjectNode before = change.before();
        return (before != null && filter.matches(kind, before)) || filter.matches(kind, change.after());
    }

    /// Puts an item behind all that has happened so far.
    void mark(Item item) {
        if (!isOver) {
            markers.add(new Marker(seen, item));
            tell();
        }
    }

    void bookmark(long version) {
        mark(new Event("BOOKMARK", bookmark(kind, version)));
    }

    static ObjectNode bookmark(Registration kind, long version) {
        ObjectNode object = Trees.object();
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
        return object;
    }

    void end() {
        mark(new WatchStream.End(OK, ""));
    }

    boolean isOver() {
        return isOver;
    }

    @Override
    public void onItem(Runnable newListener) {
        listener = newListener;
        if (hasItem()) {
            newListener.run();
        }
    }

    private boolean hasItem() {
        if (isOver) {
            return false;
        }
        if (!initial.isEmpty() || !markers.isEmpty()) {
            return true;
        }
        ChangeLog log = kind.table().log();
        while (position < log.end()) {
            if (!log.has(position) || isSeen(log.at(position))) {
                return true;
            }
            position++;
        }
        return false;
    }

    private void tell() {
        if (listener != null && !isOver) {
            listener.run();
        }
    }

    @Override
    public void close() {
        isOver = true;
        initial.clear();
        markers.clear();
        kind.table().removeFeed(this);
    }

    /// What a client wants to see.
    ///
    /// @param namespace empty for all
    record Filter(String namespace, LabelQuery labels, FieldQuery fields) {
        boolean isIn(String key) {
            int length = namespace.length();
            return length == 0 || (key.length() > length && key.charAt(length) == '/' && key.startsWith(namespace));
        }

        boolean matches(Registration kind, JsonNode stored) {
            return labels.matches(stored) && fields.matches(fields.terms().isEmpty() ? stored : shown(kind, stored));
        }

        private static JsonNode shown(Registration kind, JsonNode stored) {
            return stored instanceof ObjectNode object ? kind.present(object) : stored;
        }
    }
}
