package io.fairlead.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The command line of `fairlead cluster`: what it refuses, what it says, how it ends.
@Timeout(60)
class ClusterCommandTest {
    private final ClusterCommand command = new ClusterCommand();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            new CommandLine(command).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @CsvSource({
        "--nodes=-1, --nodes must be 0 to 5000",
        "--port=70000, --port must be 0 to 65535",
        "--speed=0, --speed must be above 0",
        "--pull=soon, is no duration: write it as 500ms"
    })
    void aWrongOptionIsExplained(String option, String message) {
        assertThat(line.execute(option)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(line.execute("--port=" + taken.getLocalPort())).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err.toString())
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .contains("--port");
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("missing").resolve("kubeconfig");
        assertThat(line.execute("--kubeconfig-out=" + file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("missing").contains("--kubeconfig-out");
    }

    @Test
    void itRunsUntilItIsStopped(@TempDir Path folder) {
        Path file = folder.resolve("kubeconfig");
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(() -> line.execute("--nodes=1", "--kubeconfig-out=" + file));
        while (!out.toString().contains("Ctrl-C") && !run.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(out.toString()).contains("with 1 node.").contains("kubectl --kubeconfig " + file);
        assertThat(Files.exists(file)).isTrue();
        command.end();
        assertThat(run.join()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "500ms, PT0.5S", "3s, PT3S", "1m30s, PT1M30S"})
    void timesAreWrittenAsForKubectl(String text, Duration duration) {
        assertThat(new ClusterCommand.ShortDuration().convert(text)).isEqualTo(duration);
    }
}
