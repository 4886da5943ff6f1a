package io.fairlead.gitsync.notes;

import java.time.Instant;
import java.util.Comparator;

/// A status line as it stands in a note, with what decides between two of the same key: the counter, then the later
/// time, then the greater text. That order is total, so taking the greater one is commutative, associative and
/// idempotent, and any number of writers and mergers end with the same line.
///
/// @param text the JSON object, without the line feed
public record KeyedLine(StatusLine.Key key, long counter, Instant at, String text) {
    static final Comparator<KeyedLine> WEIGHT = Comparator.comparingLong(KeyedLine::counter)
            .thenComparing(KeyedLine::at)
            .thenComparing(KeyedLine::text);

    /// The one of the two that counts.
    static KeyedLine newer(KeyedLine one, KeyedLine other) {
        return WEIGHT.compare(one, other) >= 0 ? one : other;
    }
}
