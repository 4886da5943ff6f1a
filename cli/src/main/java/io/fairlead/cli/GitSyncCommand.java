package io.fairlead.cli;

import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.Stop;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.GitSyncOptions;
import io.fairlead.gitsync.app.SourceFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fairlead gitsync`.
@Command(
        name = "gitsync",
        description = {
            "Follows Git repositories: reads what the tracked branch wants, asks the gates, applies what they let through,"
                    + " and writes what came of it as notes.",
            "",
            "Runs until it is stopped. It may be killed at any time: everything that it has to remember is in the cluster.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  fairlead gitsync --kubeconfig ~/.kube/config --source source.yaml")
final class GitSyncCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final LeaseOption lease = new LeaseOption();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "FILE",
            description =
                    "A YAML file with one or more GitSources, and the PromotionPolicies they name. It is applied to"
                            + " the cluster first.")
    private Path source = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where mirrors of repositories are kept. Default: $XDG_CACHE_HOME/fairlead, else"
                    + " ~/.cache/fairlead.")
    private @Nullable Path data;

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Name of this process among those that compete for the lease. Default: host name and process"
                    + " id.")
    private @Nullable String identity;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Serve /health/live and /health/ready on this port. Default: ${DEFAULT-VALUE}, not at all.")
    private int httpPort;

    @Override
    public Integer call() throws BadInputException, InterruptedException {
        GitSyncOptions options = new GitSyncOptions(
                cluster.kubeconfig(),
                source,
                data == null ? Identity.cache() : data,
                Identity.ofThisRun(identity),
                httpPort,
                lease.duration());
        GitSyncApplication application = new GitSyncApplication(options);
        try (Stop stop = new Stop("gitsync-stop", application::close)) {
            application.start();
            return stop.ended(application.awaitEnd());
        } catch (SourceFile.InvalidException e) {
            throw new BadInputException(e.getMessage() + ". Mend the file that --source names");
        }
    }
}
