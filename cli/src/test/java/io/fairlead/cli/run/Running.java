package io.fairlead.cli.run;

import io.fairlead.cli.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A repository that `fairlead init` has prepared, whose user has a key, and a `fairlead run` in it.
final class Running implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    final Path repository;
    private final Path home;
    private final Path output;
    private @Nullable Process process;

    Running(Path folder) throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        repository = folder.resolve("platform");
        output = folder.resolve("output");
        Files.createDirectory(home.resolve(".ssh"));
        run(
                home,
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                home.resolve(".ssh/id_ed25519").toString());
        run(home, "git", "config", "--global", "user.name", "Jane");
        run(home, "git", "config", "--global", "user.email", "jane@example.com");
        run(home, "git", "config", "--global", "gpg.format", "ssh");
        run(home, "git", "config", "--global", "user.signingkey", "~/.ssh/id_ed25519.pub");
        run(home, "git", "config", "--global", "init.defaultBranch", "main");
        run(home, fairlead("init", repository.toString()).toArray(String[]::new));
        git("init", "-q");
        commit("Run hello");
    }

    private static String run(Path folder, Map<String, String> environment, String... command) {
        return Program.run(folder, environment, List.of(command));
    }

    private String run(Path folder, String... command) {
        return run(folder, environment(), command);
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString(), "GIT_CONFIG_NOSYSTEM", "1", "XDG_CONFIG_HOME", home.toString());
    }

    private List<String> fairlead(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Duser.home=" + home));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add("io.fairlead.cli.Fairlead");
        command.addAll(List.of(arguments));
        return command;
    }

    String git(String... arguments) {
        return run(
                repository,
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new));
    }

    String commit(String subject) {
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        return git("rev-parse", "HEAD").strip();
    }

    /// Commits another image of the example.
    String release(String image) throws IOException {
        Path manifest = repository.resolve("apps/hello/hello.yaml");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceAll("image: nginx:\\S+", "image: " + image));
        return commit("Release " + image);
    }

    Running start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(fairlead(all.toArray(String[]::new)))
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment());
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it printed so far, over all its lives.
    String output() {
        try {
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what + "\n" + output());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    /// Waits for a text behind the first `from` characters of what was printed.
    void awaitOutput(String text, int from) {
        await(text, () -> output().indexOf(text, from) >= 0);
    }

    /// SIGTERM.
    int stop() throws InterruptedException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        running.destroy();
        return running.waitFor();
    }

    /// How it ended by itself.
    int exitCode() throws InterruptedException {
        Process running = process;
        if (running == null || !running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end\n" + output());
        }
        return running.exitValue();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
