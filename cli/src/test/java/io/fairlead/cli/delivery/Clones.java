package io.fairlead.cli.delivery;

import io.fairlead.cli.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A bare repository and a clone of it with one commit. The clone's own configuration names its user.
final class Clones {
    private final Path folder;
    private final Path clone;

    Clones(Path folder) {
        this.folder = folder;
        this.clone = folder.resolve("clone");
        run(
                folder,
                "git",
                "init",
                "-q",
                "--bare",
                "-b",
                "main",
                folder.resolve("bare.git").toString());
        run(folder, "git", "clone", "-q", folder.resolve("bare.git").toString(), clone.toString());
        git("checkout", "-q", "-B", "main");
        git("config", "user.name", "Platform");
        git("config", "user.email", "platform@example.com");
        commit("image: web:1\n", "Run web 1");
    }

    Path folder() {
        return clone;
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(clone, command.toArray(String[]::new));
    }

    /// What stands in the bare repository.
    String remote(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", folder.resolve("bare.git").toString()));
        command.addAll(List.of(arguments));
        return run(folder, command.toArray(String[]::new));
    }

    void commit(String content, String subject) {
        try {
            Files.writeString(clone.resolve("web.yaml"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        git("push", "-q", "origin", "main");
    }

    String content() {
        try {
            return Files.readString(clone.resolve("web.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a key and signs with it from now on.
    void signWithAKey() {
        Path key = folder.resolve("key");
        run(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        git("config", "gpg.format", "ssh");
        git("config", "user.signingkey", key.toString());
    }

    private static String run(Path folder, String... command) {
        return Program.run(
                folder, Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"), List.of(command));
    }
}
