package io.fairlead.cli.delivery;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fairlead rollback`.
@Command(
        name = "rollback",
        description = {
            "Takes a commit back: git revert, and push. History is never rewritten.",
            "",
            "Content that ran well on the cluster before needs no tag: the pods that were changed go back in place.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:The revert is pushed", " 1:git refused; standard error says why, and nothing is changed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead rollback                   take back the last commit",
            "  fairlead rollback 1f3c9d2 -m 'Checkout loses baskets'",
        })
public final class RollbackCommand implements Callable<Integer> {
    private static final int COMMIT_DIGITS = 12;

    @Mixin
    private final CloneOption clone = new CloneOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "REVISION",
            defaultValue = "HEAD",
            description = "The commit to take back. Default: ${DEFAULT-VALUE}.")
    private String revision = "HEAD";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why. Default: git's own words.")
    private @Nullable String message;

    @Option(names = "--no-push", description = "Leave the new commit here, to look at it first.")
    private boolean isLocal;

    @Override
    public Integer call() {
        GitClone git = clone.open();
        try {
            if (!git.git("status", "--porcelain", "--untracked-files=no").isBlank()) {
                System.err.println("fairlead: the clone has changes that are not committed: commit or drop them first");
                return ExitCode.FAILED;
            }
            String commit = git.commit(revision);
            boolean isMerge =
                    git.git("rev-list", "--parents", "-n", "1", commit).strip().split(" ").length > 2;
            List<String> revert = new ArrayList<>(List.of("revert", "--no-edit"));
            if (isMerge) {
                revert.addAll(List.of("-m", "1"));
            }
            revert.add(commit);
            revert(git, revert);
            if (message != null) {
                git.git("commit", "--amend", "-q", "-m", message, "-m", "This reverts commit " + commit + ".");
            }
            String head = git.commit("HEAD").substring(0, COMMIT_DIGITS);
            if (isLocal) {
                System.out.println("committed " + head + "; not pushed");
                return ExitCode.OK;
            }
            git.git("push", clone.remote(), "HEAD");
            System.out.println("pushed " + head + ", which takes back " + commit.substring(0, COMMIT_DIGITS)
                    + ". 'fairlead status' shows what comes of it");
            return ExitCode.OK;
        } catch (Program.FailedException e) {
            System.err.println("fairlead: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static void revert(GitClone git, List<String> arguments) {
        try {
            git.git(arguments.toArray(String[]::new));
        } catch (Program.FailedException e) {
            try {
                git.git("revert", "--abort");
            } catch (Program.FailedException _) {
                // There was nothing to abort: git refused before it began.
            }
            throw e;
        }
    }
}
