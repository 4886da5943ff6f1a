package io.fairlead.cli.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs programs and waits for conditions.
final class Run {
    private static final Duration PROGRAM_TIMEOUT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    private Run() {}

    /// Runs a program to its end; returns what it printed; fails the test if it fails.
    static String command(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("fairlead-run", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(PROGRAM_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + PROGRAM_TIMEOUT + ": " + command + "\n" + text);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("exit code " + process.exitValue() + ": " + command + "\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Waits until the condition holds; a failed assertion or an empty answer in between counts as not yet.
    static void await(String what, Duration atMost, Supplier<Boolean> condition, Supplier<String> state) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Throwable last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.get()) {
                    return;
                }
                last = null;
            } catch (AssertionError | RuntimeException e) {
                last = e;
            }
            pause(PAUSE_MILLIS);
        }
        throw new AssertionError("not within " + atMost + ": " + what + "\n" + state.get(), last);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
