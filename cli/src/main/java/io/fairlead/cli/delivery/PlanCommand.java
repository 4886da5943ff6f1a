package io.fairlead.cli.delivery;

import io.fairlead.cli.ClusterOption;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.program.Program;
import io.fairlead.gitsync.app.CommitPlan;
import io.fairlead.gitsync.app.CommitPlan.Answer;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead plan`.
@Command(
        name = "plan",
        description = {
            "Says what a commit would do to the cluster, object by object, and which tag it would wait for.",
            "",
            "It judges as gitsync does, with the cluster's policy and memory, and asks the API server by dry runs. Nothing is"
                    + " changed. Without --clone it reads the repository that the cluster follows.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:All of the commit would happen at once, or nothing would change",
            " 1:Something waits for a tag or is held, or git failed; standard error says why",
            "65:The commit has a defect: a scope of it would be held back as a whole",
            "69:The cluster or the Git host does not answer",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead plan                           the head of the tracked branch",
            "  fairlead plan shop --commit 1f3c9d2     one scope, at a commit of it",
            "  fairlead plan --clone .                 what is not pushed yet",
            "  fairlead plan --clone . -o json | jq '.scopes[].objects[].effect'",
        })
public final class PlanCommand implements Callable<Integer> {
    private static final String BRANCH = "plan";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "SCOPE", description = "Only this scope.")
    private @Nullable String scope;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The GitSource. Default: the only one of the cluster.")
    private @Nullable String source;

    @Option(
            names = "--commit",
            paramLabel = "REVISION",
            description = "The commit: an id or the first digits of one; with --clone any revision. Default: the head.")
    private @Nullable String commit;

    @Option(
            names = {"-C", "--clone"},
            paramLabel = "DIR",
            description = "Read this clone instead, with the tags that are in it.")
    private @Nullable Path clone;

    @Override
    public Integer call() throws BadInputException {
        Optional<Path> kubeconfig = cluster.kubeconfig();
        Path folder = temporary();
        try (FabricKubeApi api = FabricKubeApi.open(kubeconfig, new SystemTime())) {
            CommitPlan.Request request = request(folder);
            return switch (new CommitPlan(api, new SystemTime()).of(request, folder)) {
                case Answer.Planned planned -> print(planned);
                case Answer.NotFound(String why) -> failed(why, ExitCode.FAILED);
                case Answer.Unavailable(String why) -> failed(why, ExitCode.UNAVAILABLE);
            };
        } catch (Program.FailedException e) {
            return failed(String.valueOf(e.getMessage()), ExitCode.FAILED);
        } finally {
            delete(folder);
        }
    }

    private static int failed(String why, int exitCode) {
        System.err.println("fairlead: " + why);
        return exitCode;
    }

    /// A commit that is nowhere but in a clone is copied into a repository of its own, so that it can be read like the
    /// one that the cluster follows.
    private CommitPlan.Request request(Path folder) {
        String name = Optional.ofNullable(source).orElse("");
        Path own = clone;
        if (own == null) {
            return new CommitPlan.Request(name, Optional.ofNullable(commit), Optional.empty());
        }
        GitClone git = new GitClone(own);
        String id = git.commit(Optional.ofNullable(commit).orElse("HEAD"));
        Path copy = folder.resolve("copy.git");
        git.git("init", "-q", "--bare", copy.toString());
        git.git(
                "push",
                "-q",
                "--no-verify",
                "--no-follow-tags",
                "--no-signed",
                copy.toString(),
                id + ":refs/heads/" + BRANCH,
                "refs/tags/fl/*:refs/tags/fl/*");
        return new CommitPlan.Request(
                name, Optional.empty(), Optional.of(new CommitPlan.Copy("file://" + copy, BRANCH)));
    }

    private int print(Answer.Planned planned) {
        PlanReport report = new PlanReport(planned, Optional.ofNullable(scope));
        if (report.scopes().isEmpty()) {
            return failed(
                    "there is no scope " + scope + " in the source "
                            + planned.source().meta().name(),
                    ExitCode.FAILED);
        }
        PrintWriter out = OutputOption.writer(spec);
        if (output.isForPeople()) {
            out.println(report.headline());
            out.println();
        }
        output.print(out, report.table(), report.data());
        if (output.isForPeople()) {
            report.remarks().forEach(out::println);
        }
        out.flush();
        if (report.hasDefects()) {
            return ExitCode.BAD_INPUT;
        }
        return report.isAllLetGo() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("fairlead-plan-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("fairlead: " + folder + " can be deleted: " + e.getMessage());
        }
    }
}
