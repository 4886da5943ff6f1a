package io.fairlead.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.cli.ClusterOption;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.doctor.Finding.State;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.output.Screen;
import io.fairlead.cli.output.Table;
import io.fairlead.cli.program.RepositoryUrl;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fairlead doctor`.
@Command(
        name = "doctor",
        description = {
            "Looks at what Fairlead needs, and says of everything that is missing how to mend it: Java, git, ssh-keygen, the"
                    + " key that signs tags, room on the disk, the repository and its host's key, the cluster, its clock,"
                    + " your rights there, and the definitions.",
            "",
            "Changes nothing. Works without a repository and without a cluster.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:Nothing is missing; there may be warnings",
            " 1:Something will not work",
            " 2:The command line is wrong",
            "65:A file that was named is missing or not valid",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead doctor",
            "  fairlead doctor --repo git@git.example.com:platform.git",
            "  fairlead doctor --kubeconfig ~/.kube/config -o json",
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final Path SOURCE = Path.of("fairlead.yaml");
    private static final int CHECK_WIDTH = 17;
    private static final String FOUND = " ".repeat("warn  ".length() + CHECK_WIDTH + 2);
    private static final String MEND = "                           ";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--repo",
            paramLabel = "URL",
            description = "The repository to reach. Default: the one that ./fairlead.yaml names, if it is there.")
    private @Nullable String repository;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder whose disk is looked at. Default: where mirrors of repositories are kept.")
    private @Nullable Path data;

    private final Map<String, String> environment;
    private final Path home;

    public DoctorCommand() {
        this(Map.of(), Path.of(System.getProperty("user.home")));
    }

    /// @param environment for the programs that are asked
    DoctorCommand(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    @Override
    public Integer call() throws BadInputException {
        Path here = Path.of("").toAbsolutePath();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new MachineChecks(environment, home, here).all(data == null ? home.resolve(".cache") : data));
        for (String url : repositories(here)) {
            findings.addAll(new RepositoryChecks(environment, home, RepositoryUrl.of(url, here)).all());
        }
        findings.addAll(clusterFindings());
        print(findings);
        return findings.stream().anyMatch(each -> each.state() == State.FAIL) ? ExitCode.FAILED : ExitCode.OK;
    }

    private List<String> repositories(Path here) throws BadInputException {
        if (repository != null) {
            return List.of(repository);
        }
        Path source = here.resolve(SOURCE);
        if (!Files.exists(source)) {
            return List.of();
        }
        try {
            return SourceFile.read(source).sources().stream()
                    .map(GitSource::spec)
                    .map(GitSource.Spec::url)
                    .distinct()
                    .toList();
        } catch (SourceFile.InvalidException e) {
            throw new BadInputException(e.getMessage() + ". Mend it, or name the repository with --repo");
        }
    }

    private List<Finding> clusterFindings() throws BadInputException {
        Optional<Path> named = cluster.kubeconfig();
        Optional<String> where = named.map(Path::toString).or(this::usual);
        if (where.isEmpty()) {
            return List.of(Finding.ok("cluster", "none is named; 'fairlead run' and 'fairlead demo' bring their own"));
        }
        SystemTime time = new SystemTime();
        try (FabricKubeApi api = FabricKubeApi.open(named, time)) {
            return new ClusterChecks(api, time, where.get(), named.isPresent()).all();
        } catch (RuntimeException e) {
            String found = where.get() + " cannot be used: " + e.getMessage();
            String mend = "kubectl config view --minify   shows what is in it";
            return List.of(
                    named.isPresent() ? Finding.fail("cluster", found, mend) : Finding.warn("cluster", found, mend));
        }
    }

    /// Where a cluster is found that nobody named.
    private Optional<String> usual() {
        String variable = environment.getOrDefault("KUBECONFIG", System.getenv().getOrDefault("KUBECONFIG", ""));
        if (!variable.isEmpty()) {
            return Optional.of(variable);
        }
        Path usual = home.resolve(".kube").resolve("config");
        if (Files.exists(usual)) {
            return Optional.of(usual.toString());
        }
        return System.getenv("KUBERNETES_SERVICE_HOST") == null
                ? Optional.empty()
                : Optional.of("the cluster that this runs in");
    }

    private void print(List<Finding> findings) {
        PrintWriter out = OutputOption.writer(spec);
        if (!output.isForPeople()) {
            output.print(out, new Table("", List.of("")), data(findings));
            return;
        }
        for (Finding each : findings) {
            String state = switch (each.state()) {
                case OK -> Ansi.AUTO.string("@|green ok|@   ");
                case WARN -> Ansi.AUTO.string("@|yellow warn|@ ");
                case FAIL -> Ansi.AUTO.string("@|bold,red FAIL|@ ");
            };
            List<String> found = Screen.wrap(each.found(), Screen.WIDTH - FOUND.length());
            out.println(state + " " + padded(each.check()) + "  " + found.getFirst());
            found.stream().skip(1).forEach(line -> out.println(FOUND + line));
            each.mend().forEach(line -> out.println(MEND + "-> " + line));
        }
        long failed = count(findings, State.FAIL);
        long warned = count(findings, State.WARN);
        out.println();
        out.println(
                failed == 0 && warned == 0
                        ? "Everything is there."
                        : failed + " to mend, " + warned + (warned == 1 ? " warning." : " warnings."));
        out.flush();
    }

    private static String padded(String check) {
        return check + " ".repeat(Math.max(0, CHECK_WIDTH - check.length()));
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(each -> each.state() == state).count();
    }

    private static ArrayNode data(List<Finding> findings) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (Finding each : findings) {
            ObjectNode one = data.addObject();
            one.put("check", each.check());
            one.put("state", each.state().word());
            one.put("found", each.found());
            ArrayNode mend = one.putArray("mend");
            each.mend().forEach(mend::add);
        }
        return data;
    }
}
