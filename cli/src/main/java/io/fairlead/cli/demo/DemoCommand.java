package io.fairlead.cli.demo;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.output.Screen;
import io.fairlead.cli.program.Stop;
import io.fairlead.cli.run.Services;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fairlead demo`.
@Command(
        name = "demo",
        description = {
            "Plays a release from the first commit to the rollback: a real Git repository, signed tags, both services, and an"
                    + " embedded cluster, all on this machine.",
            "",
            "Everything that it claims is checked; a claim that is missed ends it with exit code 1. Needs git and ssh-keygen.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:Everything that it claims was seen",
            " 1:Something was not seen, or it was stopped before its end",
            " 2:The command line is wrong",
            "65:The folder is not empty, or the kubeconfig cannot be read",
            "69:git or ssh-keygen is missing",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead demo                 play it, in about a minute",
            "  fairlead demo --keep          and leave everything running, to look at it with kubectl",
            "  fairlead demo --speed 0.5     slower, for an audience",
            "  fairlead demo --no-color > demo.txt",
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_MIN = Duration.ofMillis(1_500);
    private static final double SPEED_MIN = 0.1;
    private static final double SPEED_MAX = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--keep", description = "Stay when the story is over, until Ctrl-C: to look around with kubectl.")
    private boolean keep;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where repository, keys and logs go; it must be empty. Default: a new folder among the temporary"
                            + " ones.")
    private @Nullable Path folder;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Play on this cluster, in the namespaces shop and search, instead of an embedded one.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "How fast it is told, 0.1 to 10: 2 halves the time for pulling an image and for looking whether"
                            + " nothing happens. Default: ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Override
    public Integer call() throws Exception {
        if (!(speed >= SPEED_MIN && speed <= SPEED_MAX)) {
            throw new ParameterException(spec.commandLine(), "--speed must be " + SPEED_MIN + " to " + SPEED_MAX);
        }
        try (Stop stop = new Stop("demo-stop")) {
            return stop.ended(play(Screen.onStandardOutput(), stop));
        }
    }

    private int play(Screen screen, Stop stop) throws Exception {
        Path home = home();
        // Before the first logger is made: the screen is the story's.
        System.setProperty("fairlead.log", home.resolve("fairlead.log").toString());
        System.setProperty("fairlead.appender", "file");
        Path config = kubeconfig;
        if (config != null) {
            if (!Files.isReadable(config)) {
                throw new BadInputException(config + " cannot be read: name an existing kubeconfig");
            }
            return play(screen, home, config, stop);
        }
        Path own = home.resolve("kubeconfig");
        EmbeddedCluster.Options usual = EmbeddedCluster.Options.DEFAULT;
        EmbeddedCluster.Options options = new EmbeddedCluster.Options(
                usual.nodes(), scaled(usual.pull()), usual.seed(), usual.port(), usual.speed());
        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(options, failure -> screen.line("the embedded cluster failed: " + failure))) {
            cluster.kubeconfig().write(own);
            return play(screen, home, own, stop);
        }
    }

    private Duration scaled(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() / speed));
    }

    private Path home() throws IOException, BadInputException {
        Path given = folder;
        if (given == null) {
            return Files.createTempDirectory("fairlead-demo-").toRealPath();
        }
        Files.createDirectories(given);
        try (var content = Files.list(given)) {
            if (content.findAny().isPresent()) {
                throw new BadInputException(given + " is not empty: name a new folder with --folder");
            }
        }
        return given.toRealPath();
    }

    private int play(Screen screen, Path home, Path config, Stop stop) throws Exception {
        screen.title("Fairlead: one release, from the first commit to the way back");
        Repository repository = Repository.create(home);
        Path keys = Files.createDirectory(home.resolve("keys"));
        Story.Cast cast = new Story.Cast(
                Signer.create(keys, "release-manager"),
                Signer.create(keys, "platform-lead"),
                Signer.create(keys, "stranger"));
        repository.git("config", "user.signingkey", cast.releaser().privateKey().toString());
        Stage stage = new Stage(screen, PATIENCE, stop::isAsked);
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(config), new SystemTime())) {
            Story story = new Story(
                    screen, stage, repository, new Fleet(api, "shop", "checkout"), cast, longer(scaled(Story.LOOK)));
            story.begin(example());
            Path source = DemoSource.write(home, repository, List.of(cast.releaser(), cast.platform()));
            String name = "demo-" + ProcessHandle.current().pid();
            try (Services _ =
                    Services.start(new Services.Settings(config, source, home.resolve("data"), true, name), () -> {})) {
                boolean isWhole = tell(screen, stage, story);
                closing(screen, repository, home, config);
                if (keep) {
                    screen.line("");
                    screen.line("Everything stays up. Ctrl-C ends it.");
                    stop.await();
                }
                return isWhole && stage.isAllSeen() ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    /// A look has to be longer than the services take to notice something, however fast the story goes.
    private static Duration longer(Duration look) {
        return look.compareTo(LOOK_MIN) < 0 ? LOOK_MIN : look;
    }

    /// @return false if it ended before its end
    private static boolean tell(Screen screen, Stage stage, Story story) {
        boolean isWhole = false;
        try {
            story.play();
            isWhole = true;
        } catch (Stage.MissedException e) {
            screen.line("");
            screen.line("The story ends here: " + e.getMessage());
        }
        screen.table(stage.checks());
        return isWhole;
    }

    private void closing(Screen screen, Repository repository, Path home, Path config) {
        screen.line("");
        screen.line("Look around:");
        screen.line("  repository   cd " + repository.folder());
        screen.line("  notes        git log --notes=fairlead/" + Repository.CLUSTER);
        boolean isThere = keep || kubeconfig != null;
        screen.line(
                isThere
                        ? "  cluster      kubectl --kubeconfig " + config + " get clonesets,pods -A"
                        : "  cluster      is stopped now; './fairlead demo --keep' leaves it running");
        screen.line("  logs         " + home.resolve("fairlead.log"));
    }

    /// The example repository beside the program, or the copy in it.
    private static Path example() {
        return Path.of(System.getProperty("fairlead.home", ".")).resolve("example-repo");
    }
}
