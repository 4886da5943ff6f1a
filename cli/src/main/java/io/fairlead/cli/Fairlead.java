package io.fairlead.cli;

import io.fairlead.cli.cluster.ClusterCommand;
import io.fairlead.cli.delivery.LogCommand;
import io.fairlead.cli.delivery.PlanCommand;
import io.fairlead.cli.delivery.PromoteCommand;
import io.fairlead.cli.delivery.RollbackCommand;
import io.fairlead.cli.delivery.StatusCommand;
import io.fairlead.cli.demo.DemoCommand;
import io.fairlead.cli.doctor.DoctorCommand;
import io.fairlead.cli.program.Program;
import io.fairlead.cli.run.RunCommand;
import io.fairlead.cli.simulate.RaceCommand;
import io.fairlead.cli.simulate.SimulateCommand;
import io.fairlead.cli.start.InitCommand;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.server.app.ReconcilerApplication;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The `fairlead` program.
@Command(
        name = "fairlead",
        description = "A GitOps reconciler for OpenKruise-style workloads: Git says what, tags say how far.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            LogCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            ReconcilerCommand.class,
            GitSyncCommand.class,
            SimulateCommand.class,
            RaceCommand.class,
            ClusterCommand.class,
            AutoComplete.GenerateCompletion.class,
            HelpCommand.class,
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:Done, or stopped because it was asked to",
            " 1:It ran and failed; standard error says why",
            " 2:The command line is wrong",
            "65:A file that was named is missing or not valid",
            "69:Something that is needed is not there: a JDK, the API server, the Git host",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead demo                              a release from the first commit to the way back",
            "  fairlead doctor                            what is missing here, and how to mend it",
            "  fairlead run                               follow your own repository, on a cluster of its own",
            "  fairlead init                              a starter for a repository of your own",
            "  fairlead status                            where every delivery stands, and what it waits for",
            "  fairlead plan --clone .                    what a commit would do, before it is pushed",
            "  fairlead reconciler --kubeconfig ~/.kube/config --install",
            "  fairlead gitsync --kubeconfig ~/.kube/config --source source.yaml",
            "  fairlead cluster",
            "  source <(fairlead generate-completion)     completion for bash and zsh",
        })
public final class Fairlead {
    private static final String ANSI = "picocli.ansi";

    private Fairlead() {}

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours, as with the environment variable NO_COLOR.")
    void noColor(boolean isAsked) {
        if (isAsked) {
            System.setProperty(ANSI, "false");
        }
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Fairlead())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println("fairlead: " + failure.getMessage());
                    return exitCode(failure);
                });
    }

    private static int exitCode(Exception failure) {
        return switch (failure) {
            case BadInputException _ -> ExitCode.BAD_INPUT;
            case Program.FailedException program when program.isMissing() -> ExitCode.UNAVAILABLE;
            case ReconcilerApplication.StartException _ -> ExitCode.UNAVAILABLE;
            case GitSyncApplication.UnavailableException _ -> ExitCode.UNAVAILABLE;
            default -> ExitCode.FAILED;
        };
    }

    /// A file named on the command line cannot be used; the message says which, where and what to do.
    public static final class BadInputException extends Exception {
        private static final long serialVersionUID = 1;

        public BadInputException(String message) {
            super(message);
        }
    }
}
