package io.fairlead.gitsync.notes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// The note of one commit: the status line that counts for each key, and what other people wrote.
///
/// Reading takes the lines in any order, doubled or glued by any of Git's merge strategies, and comes to the same
/// status (GO-037).
///
/// @param status the newest line of each key
/// @param foreign lines of others, each once, in the order in which they appear
/// @param dropped lines that found no room when the note was written
public record Note(SortedMap<StatusLine.Key, KeyedLine> status, SequencedSet<String> foreign, int dropped) {
    private static final Comparator<KeyedLine> NEWEST_FIRST = Comparator.comparing(KeyedLine::at)
            .reversed()
            .thenComparing(Comparator.comparingLong(KeyedLine::counter).reversed())
            .thenComparing(KeyedLine::key);
    /// Room for the line that counts what was dropped.
    private static final int MORE_BYTES = 160;

    public Note {
        status = Collections.unmodifiableSortedMap(new TreeMap<>(status));
        foreign = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(foreign));
    }

    /// Reads a note, whoever wrote it.
    public static Note parse(String text) {
        var status = new TreeMap<StatusLine.Key, KeyedLine>();
        var others = new ArrayList<String>();
        int dropped = 0;
        for (String line : text.lines().toList()) {
            if (!line.startsWith("{")) {
                others.add(line);
                continue;
            }
            switch (LineFormat.parse(line)) {
                case LineFormat.Parsed.Status parsed ->
                    status.merge(parsed.line().key(), parsed.line(), KeyedLine::newer);
                case LineFormat.Parsed.More more -> dropped = Math.max(dropped, more.count());
                case LineFormat.Parsed.Other ignored -> others.add(line);
            }
        }
        List<String> heads =
                status.keySet().stream().map(LineFormat::sentenceHead).toList();
        others.removeIf(line -> line.isBlank() || heads.stream().anyMatch(line::startsWith));
        return new Note(status, new LinkedHashSet<>(others), dropped);
    }

    /// Both notes in one. For the status it does not matter which is first, how often, or in which order.
    public Note merge(Note other) {
        var merged = new TreeMap<>(status);
        other.status.forEach((key, line) -> merged.merge(key, line, KeyedLine::newer));
        var lines = new LinkedHashSet<>(foreign);
        lines.addAll(other.foreign);
        return new Note(merged, lines, Math.max(dropped, other.dropped));
    }

    /// This note with newer lines in it; a line that is older than what stands there changes nothing.
    Note with(Collection<KeyedLine> lines) {
        var merged = new TreeMap<>(status);
        lines.forEach(line -> merged.merge(line.key(), line, KeyedLine::newer));
        return new Note(merged, foreign, dropped);
    }

    /// The note's text: others' lines, then for each key a sentence and its JSON line; every line ends in a line
    /// feed, because some mergers glue two notes together as they are. Where there is no room for all, the newest
    /// stay and a last line counts the rest.
    public String render(String cluster) {
        var text = new StringBuilder();
        int room = NoteLimits.FOREIGN_BYTES_MAX;
        for (String line : foreign) {
            room -= LineFormat.bytes(line) + 1;
            if (room < 0) {
                break;
            }
            text.append(line).append('\n');
        }
        List<KeyedLine> kept =
                newestThatFit(NoteLimits.NOTE_BYTES_MAX - LineFormat.bytes(text.toString()) - MORE_BYTES);
        for (KeyedLine line : kept) {
            text.append(LineFormat.sentence(line)).append('\n');
            text.append(line.text()).append('\n');
        }
        int gone = Math.max(dropped, status.size() - kept.size());
        if (gone > 0) {
            text.append(LineFormat.more(cluster, gone)).append('\n');
        }
        return text.toString();
    }

    private List<KeyedLine> newestThatFit(int room) {
        var kept = new ArrayList<KeyedLine>();
        int left = room;
        for (KeyedLine line : status.values().stream().sorted(NEWEST_FIRST).toList()) {
            left -= LineFormat.bytes(LineFormat.sentence(line)) + LineFormat.bytes(line.text()) + 2;
            if (left < 0) {
                break;
            }
            kept.add(line);
        }
        kept.sort(Comparator.comparing(KeyedLine::key));
        return kept;
    }
}
