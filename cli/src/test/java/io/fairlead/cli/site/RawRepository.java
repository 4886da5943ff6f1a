package io.fairlead.cli.site;

import io.fairlead.cli.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bare repository that is written without a work tree, so that a commit may hold what no file system would take.
public final class RawRepository {
    private static final Map<String, String> NOBODY =
            Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1", "HOME", "/nonexistent");
    private static final String COMMITTER = "Mallory <mallory@example.org>";

    private final Path folder;
    private long seconds = 1_760_000_000;

    public RawRepository(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("init", "-q", "--bare", "-b", "main", ".");
        git("config", "gc.auto", "0");
    }

    /// One entry of a commit.
    ///
    /// @param mode as Git writes it: `100644`, `120000` for a link, `160000` for a submodule; `D` removes it
    /// @param path any characters but NUL
    public record Entry(String mode, String path, byte[] content) {
        public static Entry file(String path, String content) {
            return new Entry("100644", path, content.getBytes(StandardCharsets.UTF_8));
        }

        public static Entry file(String path, byte[] content) {
            return new Entry("100644", path, content);
        }

        public static Entry link(String path, String target) {
            return new Entry("120000", path, target.getBytes(StandardCharsets.UTF_8));
        }

        /// @param commit of the other repository
        public static Entry submodule(String path, String commit) {
            return new Entry("160000", path, commit.getBytes(StandardCharsets.UTF_8));
        }

        public static Entry removed(String path) {
            return new Entry("D", path, new byte[0]);
        }
    }

    public Path folder() {
        return folder;
    }

    public String url() {
        return "file://" + folder.toAbsolutePath();
    }

    public String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Program.run(folder, NOBODY, command);
    }

    /// Puts a commit on top of the branch; returns its id.
    public String commit(String message, List<Entry> entries) {
        return commit(message, COMMITTER, entries);
    }

    public String commit(String message, Entry... entries) {
        return commit(message, List.of(entries));
    }

    /// @param committer a name and an address
    public String commit(String message, String committer, List<Entry> entries) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        seconds++;
        text(stream, "commit refs/heads/main\ncommitter " + committer + " " + seconds + " +0000\n");
        data(stream, message.getBytes(StandardCharsets.UTF_8));
        head().ifPresent(head -> text(stream, "from " + head + "\n"));
        for (Entry entry : entries) {
            switch (entry.mode()) {
                case "D" -> text(stream, "D " + quoted(entry.path()) + "\n");
                case "160000" ->
                    text(
                            stream,
                            "M 160000 " + new String(entry.content(), StandardCharsets.UTF_8) + " "
                                    + quoted(entry.path()) + "\n");
                default -> {
                    text(stream, "M " + entry.mode() + " inline " + quoted(entry.path()) + "\n");
                    data(stream, entry.content());
                }
            }
        }
        importFast(stream.toByteArray());
        return head().orElseThrow();
    }

    /// An annotated tag with any message.
    public void tag(String name, String target, String message) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        seconds++;
        text(stream, "tag " + name + "\nfrom " + target + "\ntagger " + COMMITTER + " " + now() + " +0000\n");
        data(stream, message.getBytes(StandardCharsets.UTF_8));
        importFast(stream.toByteArray());
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private void importFast(byte[] stream) {
        try {
            Path file = Files.write(folder.resolve("import"), stream);
            Program.run(
                    folder,
                    NOBODY,
                    List.of("sh", "-c", "exec git fast-import --quiet --force < \"$0\"", file.toString()));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The tip of the branch; empty before the first commit.
    public Optional<String> head() {
        String refs =
                git("for-each-ref", "--format=%(objectname)", "refs/heads/main").strip();
        return refs.isEmpty() ? Optional.empty() : Optional.of(refs);
    }

    private static void text(ByteArrayOutputStream stream, String text) {
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void data(ByteArrayOutputStream stream, byte[] content) {
        text(stream, "data " + content.length + "\n");
        stream.writeBytes(content);
        text(stream, "\n");
    }

    private static String quoted(String path) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = each >= ' ' && each < 127 && each != '"' && each != '\\';
            quoted.append(isPlain ? Character.toString((char) each) : String.format("\\%03o", each & 0xff));
        }
        return quoted.append('"').toString();
    }
}
