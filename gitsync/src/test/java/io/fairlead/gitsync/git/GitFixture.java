package io.fairlead.gitsync.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A work tree and the bare repository that it pushes to, driven by the real `git` with an empty home.
public final class GitFixture {
    private final Path root;
    private final Path work;

    public GitFixture(Path root) {
        this.root = root;
        this.work = root.resolve("work");
        run(root, "git", "init", "-q", "--bare", "-b", "main", "remote.git");
        run(root, "git", "-C", "remote.git", "config", "http.receivepack", "true");
        run(root, "git", "clone", "-q", "remote.git", "work");
        git("checkout", "-q", "-B", "main");
    }

    public Path root() {
        return root;
    }

    public Path bare() {
        return root.resolve("remote.git");
    }

    public Remote remote() {
        return new Remote("file://" + bare(), "main", new Credentials.Anonymous());
    }

    public String git(String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        return run(work, command.toArray(String[]::new));
    }

    public GitFixture write(String path, String content) {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public GitFixture write(String path, byte[] content) {
        try {
            Files.createDirectories(work.resolve(path).getParent());
            Files.write(work.resolve(path), content);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path work() {
        return work;
    }

    /// Commits everything in the work tree and pushes the branch.
    public CommitId commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        git("push", "-q", "--force", "origin", "main");
        return head();
    }

    public CommitId head() {
        return new CommitId(git("rev-parse", "HEAD"));
    }

    /// Makes an annotated tag and pushes it.
    public TagRef tag(String name, String... options) {
        var command = new ArrayList<>(List.of("tag", "-m", "let it go"));
        command.addAll(Arrays.asList(options));
        command.add(name);
        git(command.toArray(String[]::new));
        return push(name);
    }

    /// Pushes an existing tag.
    public TagRef push(String name) {
        git("push", "-q", "--force", "origin", "refs/tags/" + name);
        return new TagRef(name, git("rev-parse", "refs/tags/" + name));
    }

    /// Makes a tag of any bytes at all, past everything that git would check, and puts it on the remote.
    public TagRef rawTag(String name, byte[] raw) {
        try {
            Path file = root.resolve("raw-tag");
            Files.write(file, raw);
            String id = git("hash-object", "-w", "-t", "tag", "--literally", file.toString());
            Path ref = work.resolve(".git/refs/tags/" + name);
            Files.createDirectories(ref.getParent());
            Files.writeString(ref, id + "\n");
            Path object = work.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2));
            Path copy = bare().resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2));
            Files.createDirectories(copy.getParent());
            Files.copy(object, copy);
            Path remoteRef = bare().resolve("refs/tags/" + name);
            Files.createDirectories(remoteRef.getParent());
            Files.writeString(remoteRef, id + "\n");
            return new TagRef(name, id);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Makes an SSH key pair; the public key is in the same file with `.pub`.
    public Path key(String name, String... options) {
        Path file = root.resolve(name);
        var command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-C", name, "-f", file.toString()));
        command.addAll(Arrays.asList(options));
        run(root, command.toArray(String[]::new));
        return file;
    }

    /// Runs a program with nothing of this machine's configuration and returns what it printed.
    public static String run(Path directory, String... command) {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        isolate(builder.environment(), directory);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output.strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static void isolate(Map<String, String> environment, Path home) {
        environment.put("HOME", home.resolve("no-home").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        // no housekeeping in the background: it would write while a test tidies up
        environment.put("GIT_CONFIG_COUNT", "2");
        environment.put("GIT_CONFIG_KEY_0", "gc.auto");
        environment.put("GIT_CONFIG_VALUE_0", "0");
        environment.put("GIT_CONFIG_KEY_1", "receive.autogc");
        environment.put("GIT_CONFIG_VALUE_1", "false");
        environment.put("GIT_AUTHOR_NAME", "Anna");
        environment.put("GIT_AUTHOR_EMAIL", "anna@example.org");
        environment.put("GIT_COMMITTER_NAME", "Anna");
        environment.put("GIT_COMMITTER_EMAIL", "anna@example.org");
    }
}
