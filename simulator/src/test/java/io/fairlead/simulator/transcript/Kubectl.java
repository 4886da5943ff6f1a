package io.fairlead.simulator.transcript;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Runs kubectl against one cluster, with a home of its own.
final class Kubectl {
    private static final int SECONDS_MAX = 90;

    private final Path program;
    private final Path kubeconfig;
    private final Path home;

    Kubectl(Path kubeconfig, Path home) {
        this.program = find().orElseThrow();
        this.kubeconfig = kubeconfig;
        this.home = home;
    }

    /// Skips the running test, saying why, where there is no kubectl.
    static void assumeAvailable() {
        Assumptions.assumeTrue(find().isPresent(), "kubectl is not on the PATH, which this test needs");
    }

    private static Optional<Path> find() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder, "kubectl");
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// @return standard output, then what went to standard error, each line of it marked, then the exit code if not 0
    String run(Command command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(command.words());
        Path input = Files.createTempFile(home, "in", "");
        Path output = Files.createTempFile(home, "out", "");
        Path errors = Files.createTempFile(home, "err", "");
        Files.writeString(input, command.input());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBE_CACHE_DIR", home.resolve("cache").toString());
        Process process = builder.start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("kubectl did not end: " + command.line());
        }
        StringBuilder text = new StringBuilder(Files.readString(output));
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        Files.readAllLines(errors)
                .forEach(line -> text.append("! ").append(line).append('\n'));
        if (process.exitValue() != 0) {
            text.append("exit ").append(process.exitValue()).append('\n');
        }
        return text.toString();
    }
}
