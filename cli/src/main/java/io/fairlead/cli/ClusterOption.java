package io.fairlead.cli;

import io.fairlead.cli.Fairlead.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster a verb works on.
public final class ClusterOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The cluster, as for kubectl. Default: $KUBECONFIG, then ~/.kube/config, then the cluster that"
                            + " this runs in.")
    private @Nullable Path kubeconfig;

    public Optional<Path> kubeconfig() throws BadInputException {
        Path file = kubeconfig;
        if (file == null) {
            return Optional.empty();
        }
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + " cannot be read: name an existing kubeconfig with --kubeconfig");
        }
        return Optional.of(file);
    }
}
