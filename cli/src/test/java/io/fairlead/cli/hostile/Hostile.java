package io.fairlead.cli.hostile;

import io.fairlead.cli.site.RawRepository.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One hostile input and what has to come of it.
///
/// @param name of the scope, of its folder and of its namespace
/// @param entries below that folder
/// @param place where the trouble is, as the sentence has to name it: `x.yaml:3:1`; empty where the input has to be
///     taken
/// @param says a part of the sentence
/// @param taken config maps that exist in the end, besides the one that was there before
record Hostile(String name, List<Entry> entries, String place, String says, List<String> taken) {
    static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: evil
            """;

    Hostile {
        entries = List.copyOf(entries);
        taken = List.copyOf(taken);
    }

    boolean isTaken() {
        return place.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }

    /// A file `x.yaml` that is refused at a line and column.
    static Hostile yaml(String name, String content, String at, String says) {
        return file(name, "x.yaml", content.getBytes(StandardCharsets.UTF_8), at, says);
    }

    static Hostile json(String name, String content, String at, String says) {
        return file(name, "x.json", content.getBytes(StandardCharsets.UTF_8), at, says);
    }

    static Hostile file(String name, String path, byte[] content, String at, String says) {
        String place = path + (at.isEmpty() ? ": " : ":" + at + ": ");
        return new Hostile(name, List.of(Entry.file(name + "/" + path, content)), place, says, List.of());
    }

    /// Something that is no file.
    static Hostile entry(String name, Entry entry, String place, String says) {
        return new Hostile(name, List.of(entry), place, says, List.of());
    }

    /// A file that looks hostile and is taken for what it says.
    static Hostile taken(String name, String path, byte[] content, String... taken) {
        return new Hostile(name, List.of(Entry.file(name + "/" + path, content)), "", "", List.of(taken));
    }

    static Hostile taken(String name, String content, String... taken) {
        return taken(name, "x.yaml", content.getBytes(StandardCharsets.UTF_8), taken);
    }
}
