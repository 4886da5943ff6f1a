package io.fairlead.server.ingest;

import java.util.concurrent.ConcurrentHashMap;

/// Shares equal strings: ten thousand pods of one workload hold their label keys, images and node names once.
public final class StringPool {
    /// Beyond this the pool forgets everything and starts again: strings in use stay where they are, only new ones
    /// are shared anew.
    static final int ENTRIES_MAX = 200_000;

    /// Longer strings are hardly ever equal.
    static final int LENGTH_MAX = 512;

    private final ConcurrentHashMap<String, String> strings = new ConcurrentHashMap<>();

    public String shared(String text) {
        if (text.length() > LENGTH_MAX) {
            return text;
        }
        if (strings.size() >= ENTRIES_MAX) {
            strings.clear();
        }
        String known = strings.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    int size() {
        return strings.size();
    }
}
