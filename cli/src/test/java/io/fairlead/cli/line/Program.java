package io.fairlead.cli.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One `fairlead` process that can be killed and started again.
final class Program implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final List<String> command = new ArrayList<>();
    private final Path log;
    private @Nullable Process process;

    Program(Path log, String... arguments) {
        this.log = log;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("io.fairlead.cli.Fairlead");
        command.addAll(List.of(arguments));
    }

    Program start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`: the process gets no say.
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            join(running);
        }
    }

    /// SIGTERM; returns the exit code.
    int stop() {
        Process running = process;
        if (running == null) {
            return 0;
        }
        running.destroy();
        join(running);
        return running.exitValue();
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /// What it printed so far, over all its lives.
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String logTail(int lines) {
        List<String> all = log().lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    @Override
    public void close() {
        kill();
    }

    private static void join(Process running) {
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
