package io.fairlead.cli.demo;

import io.fairlead.cli.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A bare repository, as a Git host keeps it, and a clone in which people work. Nobody's own Git configuration is
/// read.
final class Repository {
    static final String CLUSTER = "demo";

    private final Path bare;
    private final Path clone;
    private final Map<String, String> environment;

    private Repository(Path bare, Path clone, Map<String, String> environment) {
        this.bare = bare;
        this.clone = clone;
        this.environment = environment;
    }

    static Repository create(Path folder) {
        Path bare = folder.resolve("platform.git");
        Path clone = folder.resolve("platform");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("HOME", folder.toString());
        Program.run(folder, environment, List.of("git", "init", "-q", "--bare", "-b", "main", bare.toString()));
        Program.run(folder, environment, List.of("git", "clone", "-q", bare.toString(), clone.toString()));
        Repository repository = new Repository(bare, clone, environment);
        repository.git("checkout", "-q", "-B", "main");
        repository.git("config", "user.name", "Platform team");
        repository.git("config", "user.email", "platform@example.com");
        repository.git("config", "gpg.format", "ssh");
        repository.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
        repository.git("config", "--add", "remote.origin.fetch", "+refs/notes/*:refs/notes/*");
        return repository;
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Program.run(clone, environment, command);
    }

    /// Copies a folder into the clone.
    void fill(Path from) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = clone.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replaces text in a file.
    ///
    /// @throws IllegalStateException if the file does not contain it: then the example and the demo do not fit
    void edit(String path, String before, String after) {
        Path file = clone.resolve(path);
        try {
            String text = Files.readString(file);
            if (!text.contains(before)) {
                throw new IllegalStateException(path + " does not contain '" + before + "'");
            }
            Files.writeString(file, text.replace(before, after));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Commits everything and pushes; returns the commit's id.
    String commit(String subject) {
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        return push();
    }

    /// Takes back the last commit; returns the new one's id.
    String revert() {
        git("revert", "--no-edit", "HEAD");
        return push();
    }

    private String push() {
        git("push", "-q", "origin", "main");
        return head();
    }

    String head() {
        return git("rev-parse", "HEAD").strip();
    }

    /// An annotated tag without a signature.
    void tag(String name, String message) {
        git("tag", "-a", "-m", message, name);
        pushTag(name);
    }

    /// A signed tag.
    ///
    /// @param paragraphs of the message; the last one may hold trailers
    void sign(Signer signer, String name, List<String> paragraphs) {
        List<String> arguments =
                new ArrayList<>(List.of("-c", "user.signingkey=" + signer.privateKey(), "tag", "-s", name));
        paragraphs.forEach(each -> arguments.addAll(List.of("-m", each)));
        git(arguments.toArray(String[]::new));
        pushTag(name);
    }

    private void pushTag(String name) {
        git("push", "-q", "origin", "refs/tags/" + name);
    }

    /// The log with what Fairlead noted.
    String notes(int commits) {
        git("fetch", "-q", "origin");
        return git("log", "--notes=fairlead/" + CLUSTER, "-" + commits, "--format=%h %s%n%N");
    }

    String url() {
        return bare.toUri().toString();
    }

    Path folder() {
        return clone;
    }
}
