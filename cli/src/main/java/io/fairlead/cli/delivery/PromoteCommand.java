package io.fairlead.cli.delivery;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fairlead promote`.
@Command(
        name = "promote",
        description = {
            "Lets a release go, all the way or a part of it: makes a tag on a commit and pushes it.",
            "",
            "The tag is signed with your own Git signing setup, if you have one. 'fairlead status SCOPE' says what a scope waits"
                    + " for.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:The tag is pushed",
            " 1:git refused; standard error says why",
            "65:A value is not one that a tag can carry",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead promote shop --stage prod",
            "  fairlead promote shop --stage prod --partition 90%     90 % of the pods stay as they are",
            "  fairlead promote shop --stage prod --dry-run           print what would be done",
        })
public final class PromoteCommand implements Callable<Integer> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?[0-9])%");
    private static final int COMMIT_DIGITS = 12;

    @Mixin
    private final CloneOption clone = new CloneOption();

    @Parameters(paramLabel = "SCOPE", description = "The scope that is let go.")
    private String scope = "";

    @Option(names = "--stage", required = true, paramLabel = "STAGE", description = "The stage, such as prod.")
    private String stage = "";

    @Option(
            names = "--commit",
            paramLabel = "REVISION",
            defaultValue = "HEAD",
            description = "The commit whose content is approved. Default: ${DEFAULT-VALUE}.")
    private String revision = "HEAD";

    @Option(
            names = "--partition",
            paramLabel = "PERCENT",
            description = "The share of the pods that stays on the old revision, such as 90%%. Default: none.")
    private @Nullable String partition;

    @Option(
            names = "--target",
            paramLabel = "KIND/NAME",
            description = "Only this object, such as CloneSet/checkout. Default: the whole scope.")
    private @Nullable String target;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The last part of the tag's name. Default: the commit, and the partition if there is one.")
    private @Nullable String id;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            defaultValue = "Promote",
            description = "Why, for those who read the tag. Default: ${DEFAULT-VALUE}.")
    private String message = "Promote";

    @Option(names = "--dry-run", description = "Print the commands and do nothing.")
    private boolean isDryRun;

    @Override
    public Integer call() throws BadInputException {
        require(LABEL, "--stage", stage, "a DNS label such as prod");
        require(LABEL, "SCOPE", scope, "a DNS label such as shop");
        if (partition != null) {
            require(PERCENT, "--partition", partition, "a whole percentage such as 80%");
        }
        GitClone git = clone.open();
        try {
            String commit = git.commit(revision);
            String name = "fl/promote/" + stage + "/" + scope + "/" + id(commit);
            List<String> tag = tag(git, name, commit);
            List<String> push = List.of("push", clone.remote(), "refs/tags/" + name);
            if (isDryRun) {
                System.out.println("git " + quoted(tag) + "\ngit " + quoted(push));
                return ExitCode.OK;
            }
            git.git(tag.toArray(String[]::new));
            try {
                git.git(push.toArray(String[]::new));
            } catch (Program.FailedException e) {
                // A tag that exists only here would be in the way of the next try.
                git.git("tag", "-d", name);
                throw e;
            }
            System.out.println("pushed " + name + " on " + commit.substring(0, COMMIT_DIGITS) + ". 'fairlead status "
                    + scope + "' shows what comes of it");
            return ExitCode.OK;
        } catch (Program.FailedException e) {
            System.err.println("fairlead: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static void require(Pattern pattern, String what, String value, String wanted) throws BadInputException {
        if (!pattern.matcher(value).matches()) {
            throw new BadInputException(what + " '" + value + "' is not " + wanted);
        }
    }

    private String id(String commit) throws BadInputException {
        String given = id;
        if (given == null) {
            String percent = partition == null ? "" : "-" + partition.replace("%", "");
            return commit.substring(0, COMMIT_DIGITS) + percent;
        }
        require(ID, "--id", given, "made of letters, digits, '.', '_' and '-', at most 63");
        return given;
    }

    private List<String> tag(GitClone git, String name, String commit) {
        List<String> arguments =
                new ArrayList<>(List.of("tag", git.signs() ? "-s" : "-a", name, commit, "-m", message));
        List<String> trailers = new ArrayList<>();
        if (partition != null) {
            trailers.add("Partition: " + partition);
        }
        if (target != null) {
            trailers.add("Target: " + target);
        }
        if (!trailers.isEmpty()) {
            arguments.addAll(List.of("-m", String.join("\n", trailers)));
        }
        return arguments;
    }

    private static String quoted(List<String> arguments) {
        List<String> quoted = new ArrayList<>();
        for (String each : arguments) {
            boolean isPlain = each.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-:%".indexOf(c) >= 0);
            quoted.add(isPlain ? each : "'" + each.replace("'", "'\\''") + "'");
        }
        return String.join(" ", quoted);
    }
}
