package io.fairlead.cli.program;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs another program (`git`, `ssh-keygen`) to its end.
public final class Program {
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Program() {}

    /// The program failed, is missing, or did not end in time.
    public static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final boolean isMissing;

        public FailedException(String message) {
            this(message, false);
        }

        private FailedException(String message, boolean isMissing) {
            super(message);
            this.isMissing = isMissing;
        }

        /// The program is not on this machine.
        public boolean isMissing() {
            return isMissing;
        }
    }

    /// What it printed, both streams together.
    ///
    /// @throws FailedException if it did not end with 0
    public static String run(Path folder, Map<String, String> environment, List<String> command) {
        return run(folder, environment, command, TIMEOUT);
    }

    /// The same with another limit on its time, at least one second.
    public static String run(Path folder, Map<String, String> environment, List<String> command, Duration patience) {
        try {
            Path output = Files.createTempFile("fairlead-", ".out");
            try {
                return run(folder, environment, command, patience, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(command.getFirst() + ": interrupted");
        }
    }

    private static String run(
            Path folder, Map<String, String> environment, List<String> command, Duration patience, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new FailedException(
                    "'" + command.getFirst() + "' is needed and cannot be run: " + e.getMessage()
                            + ". Install it; 'fairlead doctor' says what else is missing",
                    true);
        }
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new FailedException(
                    String.join(" ", command) + ": still running after " + patience.toSeconds() + " s");
        }
        // Not every byte that git prints is UTF-8: names and messages are as somebody wrote them.
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new FailedException(
                    String.join(" ", command) + ": exit code " + process.exitValue() + "\n" + text.strip());
        }
        return text;
    }
}
