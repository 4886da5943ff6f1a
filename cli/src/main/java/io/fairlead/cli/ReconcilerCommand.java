package io.fairlead.cli;

import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.Stop;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.server.app.ReconcilerApplication.StartException;
import io.fairlead.server.app.ReconcilerOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fairlead reconciler`.
@Command(
        name = "reconciler",
        description = {
            "Keeps CloneSets as they should be: creates, scales and updates their pods, in place where possible.",
            "",
            "Runs until it is stopped. It may be killed at any time: everything that it needs to go on is in the cluster.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  fairlead reconciler --kubeconfig ~/.kube/config --install")
final class ReconcilerCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final LeaseOption lease = new LeaseOption();

    @Option(
            names = "--install",
            description = "Apply Fairlead's CustomResourceDefinitions first, and wait until they are served.")
    private boolean install;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Serve /health/live and /health/ready on this port. Default: ${DEFAULT-VALUE}, not at all.")
    private int httpPort;

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Name of this process among those that compete for the lease. Default: host name and process"
                    + " id.")
    private @Nullable String identity;

    @Override
    public Integer call() throws BadInputException, StartException, InterruptedException {
        ReconcilerOptions options = new ReconcilerOptions(
                cluster.kubeconfig(), install, Identity.orDefault(identity), httpPort, lease.duration());
        ReconcilerApplication application = new ReconcilerApplication(options);
        try (Stop stop = new Stop("reconciler-stop", application::close)) {
            application.start();
            return stop.ended(application.awaitEnd());
        }
    }
}
