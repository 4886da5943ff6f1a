package io.fairlead.cli.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A bare repository and a clone of it, worked on with the real `git` and without anybody's configuration.
final class Repository {
    private final Path bare;
    private final Path clone;
    private final Map<String, String> environment;

    private Repository(Path bare, Path clone, Map<String, String> environment) {
        this.bare = bare;
        this.clone = clone;
        this.environment = environment;
    }

    static Repository create(Path folder) {
        Path bare = folder.resolve("remote.git");
        Path clone = folder.resolve("clone");
        Map<String, String> environment = Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "Platform",
                "GIT_AUTHOR_EMAIL", "platform@example.org",
                "GIT_COMMITTER_NAME", "Platform",
                "GIT_COMMITTER_EMAIL", "platform@example.org",
                "HOME", folder.toString());
        Run.command(folder, environment, List.of("git", "init", "-q", "--bare", "-b", "main", bare.toString()));
        Run.command(folder, environment, List.of("git", "clone", "-q", bare.toString(), clone.toString()));
        Repository repository = new Repository(bare, clone, environment);
        repository.git("checkout", "-q", "-B", "main");
        return repository;
    }

    String url() {
        return bare.toUri().toString();
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Run.command(clone, environment, command);
    }

    Repository write(String path, String content) {
        try {
            Path file = clone.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Commits everything and pushes; returns the commit's id.
    String commit(String subject) {
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        git("push", "-q", "origin", "main");
        return git("rev-parse", "HEAD").strip();
    }

    void tag(String name, String commit) {
        git("tag", "-a", "-m", "Promote", name, commit);
        git("push", "-q", "origin", "refs/tags/" + name);
    }

    /// The note of a commit as `git` shows it, or nothing.
    String note(String cluster, String commit) {
        git("fetch", "-q", "origin", "+refs/notes/fairlead/*:refs/notes/fairlead/*");
        try {
            return git("notes", "--ref=fairlead/" + cluster, "show", commit);
        } catch (AssertionError e) {
            return "";
        }
    }
}
