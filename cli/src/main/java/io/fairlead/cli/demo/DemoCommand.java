package io.fairlead.cli.demo;

import io.fairlead.cli.ExitCode;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead demo                 play it, in about a minute",
            "  fairlead demo --keep          and leave everything running, to look at it with kubectl",
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @Override
    public Integer call() throws Exception {
        Screen screen = new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), isTerminal());
        Path home = home();
        // Before the first logger is made: the screen is the story's.
        System.setProperty("fairlead.log", home.resolve("fairlead.log").toString());
        System.setProperty("fairlead.appender", "file");
        Path config = kubeconfig;
        if (config != null) {
            return play(screen, home, config);
        }
        Path own = home.resolve("kubeconfig");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(
                EmbeddedCluster.Options.DEFAULT, failure -> screen.line("the embedded cluster failed: " + failure))) {
            cluster.kubeconfig().write(own);
            return play(screen, home, own);
        }
    }

    /// Null or not depends on the JDK's console provider; both are allowed for.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private Path home() throws IOException {
        Path given = folder;
        if (given == null) {
            return Files.createTempDirectory("fairlead-demo-").toRealPath();
        }
        Files.createDirectories(given);
        try (var content = Files.list(given)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException(given + " is not empty: name a new folder with --folder");
            }
        }
        return given.toRealPath();
    }

    private int play(Screen screen, Path home, Path config) throws Exception {
        screen.title("Fairlead: one release, from the first commit to the way back");
        Repository repository = Repository.create(home);
        Path keys = Files.createDirectory(home.resolve("keys"));
        Story.Cast cast = new Story.Cast(
                Signer.create(keys, "release-manager"),
                Signer.create(keys, "platform-lead"),
                Signer.create(keys, "stranger"));
        repository.git("config", "user.signingkey", cast.releaser().privateKey().toString());
        Stage stage = new Stage(screen, PATIENCE);
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(config), new SystemTime())) {
            Story story = new Story(screen, stage, repository, new Fleet(api, "shop", "checkout"), cast);
            story.begin(example());
            try (Services _ = Services.start(home, config, repository, List.of(cast.releaser(), cast.platform()))) {
                tell(screen, stage, story);
                closing(screen, repository, home, config);
                if (keep) {
                    screen.line("");
                    screen.line("Everything stays up. Ctrl-C ends it.");
                    new CountDownLatch(1).await();
                }
            }
        }
        return stage.isAllSeen() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void tell(Screen screen, Stage stage, Story story) {
        try {
            story.play();
        } catch (Stage.MissedException e) {
            screen.line("");
            screen.line("The story ends here: " + e.getMessage());
        }
        screen.table(stage.checks());
    }

    private void closing(Screen screen, Repository repository, Path home, Path config) {
        screen.line("");
        screen.line("Look around:");
        screen.line("  repository   cd " + repository.folder());
        screen.line("  notes        git log --notes=fairlead/" + Repository.CLUSTER);
        screen.line("  cluster      kubectl --kubeconfig " + config + " get clonesets,pods -A");
        screen.line("  logs         " + home.resolve("fairlead.log"));
    }

    /// The example repository beside the program, or the copy in it.
    private static Path example() {
        return Path.of(System.getProperty("fairlead.home", ".")).resolve("example-repo");
    }
}
