package io.fairlead.cli.cluster;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.program.Stop;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `fairlead cluster`.
@Command(
        name = "cluster",
        description = {
            "Runs the embedded cluster: a model of the Kubernetes API server, scheduler, controllers and kubelets, all"
                    + " in this process, on a loopback port.",
            "",
            "Works with kubectl and any other client. Runs until it is stopped; nothing is kept.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead cluster",
            "  fairlead cluster --nodes 20 --pull 3s --kubeconfig-out /tmp/kubeconfig",
            "  fairlead cluster --speed 10        ten seconds pass in the cluster in one",
            "",
            "In another terminal, with the path that the command prints:",
            "  kubectl --kubeconfig PATH get nodes",
        })
public final class ClusterCommand implements Callable<Integer> {
    private static final int NODES_MAX = 5_000;
    private static final int PORT_MAX = 65_535;
    private static final double SPEED_MAX = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "6",
            description = "Nodes in the cluster. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--pull",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = ShortDuration.class,
            description = "How long a node takes to pull an image, as in 500ms, 3s, 1m. Default: ${DEFAULT-VALUE}.")
    private Duration pull = Duration.ofSeconds(1);

    @Option(
            names = "--kubeconfig-out",
            paramLabel = "FILE",
            description =
                    "Where to write the kubeconfig. An existing file is replaced. Default: a temporary file, which is"
                            + " removed at the end.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same uids and generated names. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port on 127.0.0.1. Default: any that is free.")
    private int port;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Seconds that pass in the cluster in one second. Default: ${DEFAULT-VALUE}.")
    private double speed;

    /// Ends the command, whichever thread calls it.
    private final CountDownLatch stop = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        check();
        PrintWriter err = spec.commandLine().getErr();
        EmbeddedCluster.Options options = new EmbeddedCluster.Options(nodes, pull, seed, port, speed);
        try (EmbeddedCluster cluster = EmbeddedCluster.start(options, failure -> report(err, failure))) {
            return run(cluster);
        } catch (IOException e) {
            err.println("fairlead: " + e.getMessage() + ". Choose another port with --port, or leave it out");
            return ExitCode.UNAVAILABLE;
        }
    }

    private int run(EmbeddedCluster cluster) throws InterruptedException {
        Path file;
        try {
            file = write(cluster);
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("fairlead: cannot write the kubeconfig: " + reason(e)
                            + ". Name a file in a folder that you may write to with --kubeconfig-out");
            return ExitCode.BAD_INPUT;
        }
        try (Stop signal = new Stop("cluster-stop", this::end)) {
            greet(cluster, file);
            stop.await();
            cluster.close();
            if (kubeconfig == null) {
                removeQuietly(file);
            }
            return signal.ended(ExitCode.OK);
        }
    }

    private void check() {
        require(nodes >= 0 && nodes <= NODES_MAX, "--nodes must be 0 to " + NODES_MAX);
        require(port >= 0 && port <= PORT_MAX, "--port must be 0 to " + PORT_MAX);
        require(speed > 0 && speed <= SPEED_MAX, "--speed must be above 0 and at most " + (int) SPEED_MAX);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Path write(EmbeddedCluster cluster) throws IOException {
        Path chosen = kubeconfig;
        Path file = chosen == null ? Files.createTempFile("fairlead-kubeconfig-", ".yaml") : chosen;
        cluster.kubeconfig().write(file);
        return file.toAbsolutePath();
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no folder for " + e.getMessage();
            case AccessDeniedException _ -> "access to " + e.getMessage() + " is denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    private void greet(EmbeddedCluster cluster, Path file) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("The embedded cluster is up on " + cluster.front().url() + " with " + nodes
                + (nodes == 1 ? " node." : " nodes."));
        out.println();
        out.println("  kubectl --kubeconfig " + file + " get nodes");
        out.println("  export KUBECONFIG=" + file);
        out.println();
        out.println("Ctrl-C stops it; nothing is kept.");
        out.flush();
    }

    /// Lets [#call] return; also what Ctrl-C does.
    void end() {
        stop.countDown();
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A temporary file that stays says only where a cluster was.
        }
    }

    private static void report(PrintWriter err, Throwable failure) {
        err.println("fairlead: the embedded cluster has a defect: " + failure);
        failure.printStackTrace(err);
        err.flush();
    }

    /// Durations as kubectl writes them: `500ms`, `3s`, `1m30s`, `0`.
    static final class ShortDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                if (text.equals("0")) {
                    return Duration.ZERO;
                }
                if (text.endsWith("ms")) {
                    return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
                }
                return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            } catch (DateTimeParseException | NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no duration: write it as 500ms, 3s or 1m30s");
            }
        }
    }
}
