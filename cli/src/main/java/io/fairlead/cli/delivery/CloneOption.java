package io.fairlead.cli.delivery;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which clone a verb works in.
final class CloneOption {
    @Option(
            names = {"-C", "--clone"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The clone of the repository. Default: this folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--remote",
            paramLabel = "NAME",
            defaultValue = "origin",
            description = "The remote that Fairlead follows. Default: ${DEFAULT-VALUE}.")
    private String remote = "origin";

    GitClone open() {
        return new GitClone(folder);
    }

    String remote() {
        return remote;
    }
}
