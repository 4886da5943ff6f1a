package io.fairlead.cli.hostile;

import static io.fairlead.cli.hostile.Hostile.MAP;
import static io.fairlead.cli.hostile.Hostile.entry;
import static io.fairlead.cli.hostile.Hostile.file;
import static io.fairlead.cli.hostile.Hostile.taken;

import io.fairlead.cli.site.RawRepository.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Entries of a commit that are no plain files, and files that are no plain text; and what only looks bad.
final class HostileFiles {
    private static final int MEBIBYTE = 1 << 20;

    private HostileFiles() {}

    static Stream<Hostile> all() {
        return Stream.of(modes(), encodings(), paths(), sizes(), harmless()).flatMap(List::stream);
    }

    private static List<Hostile> modes() {
        return List.of(
                entry(
                        "link",
                        Entry.link("link/x.yaml", "/var/run/secrets/kubernetes.io/serviceaccount/token"),
                        "x.yaml: ",
                        "symbolic links are not taken"),
                entry("link-up", Entry.link("link-up/up", "../.."), "up: ", "symbolic links are not taken"),
                entry(
                        "submodule",
                        Entry.submodule("submodule/x", "0123456789abcdef0123456789abcdef01234567"),
                        "x: ",
                        "submodules are not taken"),
                file(
                        "lfs",
                        "x.yaml",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
                                .getBytes(StandardCharsets.UTF_8),
                        "1:1",
                        "a Git LFS pointer"));
    }

    private static List<Hostile> encodings() {
        return List.of(
                file("utf16", "x.yaml", MAP.getBytes(StandardCharsets.UTF_16), "1:1", "not UTF-8"),
                file(
                        "latin1",
                        "x.yaml",
                        (MAP + "data: {a: \u00e9}\n").getBytes(StandardCharsets.ISO_8859_1),
                        "5:11",
                        "not UTF-8"),
                file("overlong", "x.yaml", new byte[] {'a', ':', ' ', (byte) 0xc0, (byte) 0xaf}, "1:4", "not UTF-8"),
                file("zeros", "x.yaml", new byte[MEBIBYTE], "1:1", "not valid YAML"));
    }

    private static List<Hostile> paths() {
        return List.of(
                entry("path-escape", Entry.file("path-escape/\u001b[2J.yaml", MAP), " [2J.yaml: ", "cannot be shown"),
                entry("path-newline", Entry.file("path-newline/a\nb.yaml", MAP), "a b.yaml: ", "cannot be shown"),
                entry("path-bidi", Entry.file("path-bidi/\u202elmay.yaml", MAP), " lmay.yaml: ", "cannot be shown"),
                entry(
                        "path-long",
                        Entry.file("path-long/" + "a".repeat(5_000) + ".yaml", MAP),
                        "aaa…: ",
                        "more than 1024 characters"),
                entry(
                        "path-deep",
                        Entry.file("path-deep/" + "d/".repeat(100) + "x.yaml", MAP),
                        "path-deep: ",
                        "folders deeper than 64"));
    }

    private static List<Hostile> sizes() {
        // Small to fetch, small to read, and each file stands for almost a million values.
        StringBuilder aliases = new StringBuilder(MAP)
                .append("data: &a [")
                .append("1,".repeat(20_000))
                .append("1]\n");
        for (int i = 0; i < 45; i++) {
            aliases.append("a").append(i).append(": *a\n");
        }
        List<Entry> heavy = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            heavy.add(Entry.file("weight/" + i + ".yaml", "# " + i + "\n" + aliases));
        }
        return List.of(
                file(
                        "huge",
                        "x.yaml",
                        (MAP + "#" + "x".repeat(4 * MEBIBYTE)).getBytes(StandardCharsets.UTF_8),
                        "",
                        "larger"),
                new Hostile("weight", heavy, "weight: ", "is too much for one scope", List.of()));
    }

    private static List<Hostile> harmless() {
        String attributes = "*.yaml filter=lfs diff=evil text eol=crlf export-ignore export-subst\n";
        return List.of(
                taken("status", MAP + "  creationTimestamp: null\nstatus: {phase: Healthy}\n", "evil"),
                taken("mark", "\uFEFF" + MAP, "evil"),
                taken("crlf", MAP.replace("\n", "\r\n"), "evil"),
                taken("empty", "---\n---\n# nothing\n---\n" + MAP + "---\n...\n", "evil"),
                taken("nothing", "# nothing at all\n"),
                taken("words", MAP + "data: {a: \"\\e[2J \\0 \\U0001F600\"}\nbinaryData: {b: AP8=}\n", "evil"),
                new Hostile(
                        "attributes",
                        List.of(
                                Entry.file("attributes/.gitattributes", attributes),
                                Entry.file("attributes/.gitmodules", "[submodule \"x\"]\npath = x\nurl = -u\n"),
                                Entry.file("attributes/x.yaml", MAP)),
                        "",
                        "",
                        List.of("evil")),
                new Hostile(
                        "case",
                        List.of(
                                Entry.file("case/X.yaml", MAP.replace("evil", "upper")),
                                Entry.file("case/x.yaml", MAP.replace("evil", "lower"))),
                        "",
                        "",
                        List.of("lower", "upper")));
    }
}
