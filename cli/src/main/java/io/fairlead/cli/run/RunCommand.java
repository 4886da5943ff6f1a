package io.fairlead.cli.run;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.output.Screen;
import io.fairlead.cli.program.Stop;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.simulator.EmbeddedCluster;
import io.fairlead.simulator.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fairlead run`.
@Command(
        name = "run",
        description = {
            "Follows your repository: gitsync and the reconciler in this process, on an embedded cluster, or on a real one"
                    + " with --kubeconfig. Tells of every delivery until it is stopped.",
            "",
            "What is followed and who may promote stands in a file on this machine, ./fairlead.yaml unless --source names"
                    + " another; 'fairlead init' writes one. It is read at the start and never taken from a commit. On a cluster"
                    + " that others share, keep that content in the cluster, not in the repository.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:It was asked to stop (Ctrl-C, SIGTERM)",
            " 1:A service ended by itself, for example because it lost its lease",
            " 2:The command line is wrong",
            "65:A file is missing, not valid or damaged",
            "69:The cluster does not answer or is not prepared, or another process has the folder",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead init && git add -A && git commit -m 'Run hello' && fairlead run",
            "  fairlead run --repo git@git.example.com:platform.git --ssh-key ~/.ssh/deploy",
            "  fairlead run --data ~/fairlead-cluster      the same cluster at every start",
            "  fairlead run --kubeconfig ~/.kube/config --install --source source.yaml",
        })
public final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK_EMBEDDED = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int NODES_MAX = 5_000;
    private static final Duration PULL = Duration.ofSeconds(1);
    /// Looks until it is worth a word that nobody acts here.
    private static final int TURNS_UNTIL_ASKED = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--repo",
            paramLabel = "URL",
            description =
                    "Where to fetch from, instead of what the source file says: https://…, ssh://…, git@host:path, or"
                            + " a folder.")
    private @Nullable String repository;

    @Option(names = "--branch", paramLabel = "NAME", description = "The branch, instead of what the source file says.")
    private @Nullable String branch;

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "GitSources and the policies that they name. Default: ./fairlead.yaml.")
    private @Nullable Path source;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Run on this cluster. Default: an embedded one, whose kubeconfig is printed.")
    private @Nullable Path kubeconfig;

    @Option(names = "--install", description = "With --kubeconfig: apply Fairlead's CustomResourceDefinitions first.")
    private boolean install;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep the embedded cluster, mirrors and log in this folder, and go on there at the next start, also"
                            + " after kill -9. It holds what the cluster holds, Secrets included. Default: a temporary folder.")
    private @Nullable Path data;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "6",
            description = "Nodes of the embedded cluster. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Mixin
    private final Credentials credentials = new Credentials();

    private final Screen screen;
    private final AtomicInteger ended = new AtomicInteger(ExitCode.OK);

    public RunCommand() {
        this(Screen.onStandardOutput());
    }

    RunCommand(Screen screen) {
        this.screen = screen;
    }

    /// The cluster does not take what it needs; the message says what to do.
    private static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /// Where things are in this run.
    ///
    /// @param folder holds the mirrors, the log and what was read of the source file
    /// @param isOwn the cluster is embedded
    private record Place(Path folder, Path kubeconfig, boolean isOwn) {}

    @Override
    public Integer call() throws BadInputException, IOException, InterruptedException {
        check();
        LocalSource local = LocalSource.read(
                Path.of("").toAbsolutePath(),
                new LocalSource.Asked(
                        Optional.ofNullable(source),
                        Optional.ofNullable(repository),
                        Optional.ofNullable(branch),
                        credentials.isGiven() ? Optional.of(Credentials.SECRET) : Optional.empty()));
        Map<String, String> secret = credentials.read(local.url(), local.hasSecret());
        try (Stop stop = new Stop("run-stop")) {
            Path folder = folder();
            int code = run(local, secret, folder, stop);
            if (code == ExitCode.OK && data == null) {
                remove(folder);
            } else if (code == ExitCode.FAILED) {
                screen.line("What happened stands in " + folder.resolve("fairlead.log"));
            }
            return stop.ended(code);
        }
    }

    private Path folder() throws IOException, BadInputException {
        Path kept = data;
        if (kept == null) {
            return Files.createTempDirectory("fairlead-run-").toRealPath();
        }
        try {
            Files.createDirectories(
                    kept, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return kept.toRealPath();
        } catch (IOException e) {
            throw new BadInputException(
                    kept + " cannot be used: " + e + ". Name a folder that you may write to with --data");
        }
    }

    private void check() {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new ParameterException(spec.commandLine(), "--nodes must be 1 to " + NODES_MAX);
        }
        if (install && kubeconfig == null) {
            throw new ParameterException(
                    spec.commandLine(), "--install goes with --kubeconfig: an embedded cluster is always prepared");
        }
    }

    private int run(LocalSource local, Map<String, String> secret, Path folder, Stop stop)
            throws BadInputException, IOException, InterruptedException {
        // Before the first logger is made: the screen is for the deliveries.
        System.setProperty("fairlead.log", folder.resolve("fairlead.log").toString());
        System.setProperty("fairlead.appender", "file");
        Path given = kubeconfig;
        if (given != null) {
            if (!Files.isReadable(given)) {
                throw new BadInputException(given + " cannot be read: name an existing kubeconfig with --kubeconfig");
            }
            return serve(local, secret, new Place(folder, given.toAbsolutePath(), false), stop);
        }
        EmbeddedCluster.Options options = new EmbeddedCluster.Options(nodes, PULL, System.nanoTime(), 0, 1);
        if (data == null) {
            try (EmbeddedCluster cluster = EmbeddedCluster.start(options, failure -> failed(failure, stop))) {
                return serve(local, secret, own(cluster, folder), stop);
            }
        }
        try (StateFolder state = StateFolder.open(folder.resolve("cluster"));
                EmbeddedCluster cluster = EmbeddedCluster.start(options, state, failure -> failed(failure, stop))) {
            Place place = own(cluster, folder);
            state.left()
                    .ifPresent(left -> screen.line("Going on where " + folder + " was left: "
                            + left.objects().size() + " objects."));
            return serve(local, secret, place, stop);
        } catch (StateFolder.UnusableException e) {
            spec.commandLine().getErr().println("fairlead: " + e.getMessage());
            return e.isInUse() ? ExitCode.UNAVAILABLE : ExitCode.BAD_INPUT;
        }
    }

    private static Place own(EmbeddedCluster cluster, Path folder) throws IOException {
        Path kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig().write(kubeconfig);
        return new Place(folder, kubeconfig, true);
    }

    /// A disk that is full ends the run; anything else is a defect that only one request or task has seen.
    private void failed(Throwable failure, Stop stop) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof StateFolder.WriteException) {
                if (ended.compareAndSet(ExitCode.OK, ExitCode.FAILED)) {
                    screen.line(String.valueOf(each.getMessage()));
                }
                stop.ask();
                return;
            }
        }
        screen.line("The embedded cluster has a defect: " + failure);
    }

    private int serve(LocalSource local, Map<String, String> secret, Place place, Stop stop)
            throws BadInputException, IOException, InterruptedException {
        // Only now: until the cluster's folder is locked it may be somebody else's.
        local.write(place.folder().resolve("source.yaml"));
        Services.Settings settings = new Services.Settings(
                place.kubeconfig(),
                place.folder().resolve("source.yaml"),
                place.folder().resolve("mirrors"),
                place.isOwn() || install,
                "run-" + ProcessHandle.current().pid());
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(place.kubeconfig()), new SystemTime())) {
            if (!settings.install()) {
                requirePrepared(api, place);
            }
            if (place.isOwn()) {
                LeasesOfTheDead.giveBack(api);
            }
            try (Services services = Services.start(settings, () -> store(api, secret))) {
                greet(local, place);
                services.onEnd(code -> {
                    ended.compareAndSet(ExitCode.OK, code);
                    stop.ask();
                });
                follow(local, api, services, place, stop);
                screen.line("Stopping.");
            }
            return ended.get();
        } catch (SourceFile.InvalidException e) {
            throw new BadInputException(e.getMessage() + ". Mend the source file");
        } catch (ReconcilerApplication.StartException
                | GitSyncApplication.UnavailableException
                | UnavailableException e) {
            spec.commandLine().getErr().println("fairlead: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
    }

    private static void requirePrepared(KubeApi api, Place place) {
        switch (new Discovery(api).find("gitops.fairlead.io/v1alpha1", "Delivery")) {
            case Discovery.Answer.Served _ -> {}
            case Discovery.Answer.NotServed _ ->
                throw new UnavailableException("the cluster of " + place.kubeconfig()
                        + " does not have Fairlead's definitions: add --install to apply them");
            case Discovery.Answer.Unreachable(String message) ->
                throw new UnavailableException("the cluster of " + place.kubeconfig() + " does not answer: " + message
                        + ". 'fairlead doctor --kubeconfig " + place.kubeconfig() + "' says more");
        }
    }

    private static void store(KubeApi api, Map<String, String> secret) {
        Credentials.store(api, secret).ifPresent(why -> {
            throw new UnavailableException(why);
        });
    }

    private void greet(LocalSource local, Place place) {
        String where =
                place.isOwn() ? "an embedded cluster of " + nodes + " nodes" : "the cluster of " + place.kubeconfig();
        screen.title("Fairlead follows " + local.url().text() + ", branch " + local.branch() + ",");
        screen.title("on " + where + ".");
        screen.line("");
        screen.line("  export KUBECONFIG=" + place.kubeconfig());
        screen.line("  kubectl get clonesets,pods -A");
        screen.line("  fairlead status");
        screen.line("  less " + place.folder().resolve("fairlead.log"));
        screen.line("");
        screen.line("Ctrl-C stops it" + kept(place));
        screen.line("");
    }

    private String kept(Place place) {
        if (!place.isOwn()) {
            return "; the cluster keeps everything.";
        }
        return data == null ? "; nothing is kept. --data DIR keeps it." : "; " + place.folder() + " keeps everything.";
    }

    private void follow(LocalSource local, KubeApi api, Services services, Place place, Stop stop)
            throws InterruptedException {
        Duration pause = place.isOwn() ? LOOK_EMBEDDED : LOOK;
        int turns = 0;
        try (Follower follower = new Follower(screen, api, local, LocalTime::now)) {
            do {
                follower.look();
                turns++;
                if (turns == TURNS_UNTIL_ASKED && !services.isLeading()) {
                    screen.line("Another Fairlead leads on this cluster; this one goes on when its lease ends.");
                }
            } while (!stop.await(pause));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
