package io.fairlead.cli.start;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.program.Program;
import io.fairlead.cli.program.RepositoryUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead init`.
@Command(
        name = "init",
        description = {
            "Writes a starter into a repository: what is followed and who may promote (fairlead.yaml), a namespace, one"
                    + " CloneSet, and a page on how to go on.",
            "",
            "The policy asks for tags signed by your own SSH key: the one that git config user.signingkey names, else the"
                    + " first in ~/.ssh. Nothing that is there is changed, and nothing is committed.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:All files are written, or shown",
            " 2:The command line is wrong",
            "65:A file is there already, or a folder or key cannot be used; nothing is written",
            "69:There is no git",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead init                    into this folder",
            "  fairlead init platform           into a folder that may be new",
            "  fairlead init --dry-run          only show the files",
        })
public final class InitCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The repository's folder. Default: this one.")
    private Path folder = Path.of(".");

    @Option(
            names = "--repo",
            paramLabel = "URL",
            description = "Where Fairlead is to fetch it. Default: the remote origin, else the folder itself.")
    private @Nullable String repository;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public SSH key that may promote. Default: the one that you sign with.")
    private @Nullable Path key;

    @Option(names = "--dry-run", description = "Show the files and write none.")
    private boolean isDryRun;

    private final Map<String, String> environment;
    private final Path home;

    public InitCommand() {
        this(Map.of(), Path.of(System.getProperty("user.home")));
    }

    /// @param environment for `git`
    InitCommand(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    @Override
    public Integer call() throws BadInputException {
        Path root = folder.toAbsolutePath().normalize();
        Starter.Facts facts = facts(root);
        SequencedMap<String, String> files = Starter.files(facts);
        refuseExisting(root, files);
        PrintWriter out = OutputOption.writer(spec);
        if (isDryRun) {
            files.forEach((path, content) -> out.println("--- " + root.resolve(path) + "\n" + content));
            out.println("Nothing was written: this was a dry run.");
        } else {
            write(root, files);
            out.println("Written to " + root + ":");
            out.println("  fairlead.yaml              what is followed, and who may promote");
            out.println("  platform/namespaces.yaml   the namespace hello");
            out.println("  apps/hello/hello.yaml      one CloneSet of three pods");
            out.println("  FAIRLEAD.md                how to release, and how to take it back");
            next(out, root, facts);
        }
        out.flush();
        return ExitCode.OK;
    }

    private Starter.Facts facts(Path root) throws BadInputException {
        Path near = nearest(root);
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new BadInputException(root + " is no folder: name the repository's folder");
        }
        String origin = git(near, root, "remote", "get-url", "origin");
        String branch = git(near, root, "symbolic-ref", "--short", "HEAD");
        String given = Optional.ofNullable(repository).orElse(origin.isEmpty() ? root.toString() : origin);
        String name = Starter.label(String.valueOf(root.getFileName()), "platform");
        String person = Starter.label(setting(near, "user.email").replaceAll("@.*", ""), "me");
        return new Starter.Facts(
                RepositoryUrl.of(given, root), branch.isEmpty() ? "main" : branch, name, person, signingKey(near));
    }

    private Optional<SigningKey> signingKey(Path near) throws BadInputException {
        Path named = key;
        if (named == null) {
            return SigningKey.find(near, environment, home);
        }
        Optional<SigningKey> found = SigningKey.in(named.toAbsolutePath(), home);
        if (found.isEmpty()) {
            throw new BadInputException(named + " holds no public SSH key that a policy takes: name a .pub file with an"
                    + " Ed25519, ECDSA or RSA key (3072 bits or more) with --key");
        }
        return found;
    }

    /// The folder, or the one in which it would lie.
    private static Path nearest(Path root) {
        Path near = root;
        while (near.getParent() != null && !Files.isDirectory(near)) {
            near = near.getParent();
        }
        return near;
    }

    /// Empty if Git does not know, or knows only of a repository around a folder that is yet to be made.
    private String git(Path near, Path root, String... arguments) {
        if (!near.equals(root)) {
            return "";
        }
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            return Program.run(near, environment, command).strip();
        } catch (Program.FailedException e) {
            if (e.isMissing()) {
                throw e;
            }
            return "";
        }
    }

    private String setting(Path near, String name) {
        return git(near, near, "config", "--get", name);
    }

    private static void refuseExisting(Path root, SequencedMap<String, String> files) throws BadInputException {
        List<String> existing = files.keySet().stream()
                .filter(path -> Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS))
                .map(path -> root.resolve(path).toString())
                .toList();
        if (!existing.isEmpty()) {
            throw new BadInputException(String.join(", ", existing) + (existing.size() == 1 ? " is" : " are")
                    + " there already, and nothing is overwritten: move it away, or name another folder as in"
                    + " 'fairlead init DIR'. Nothing was written");
        }
    }

    private static void write(Path root, SequencedMap<String, String> files) throws BadInputException {
        List<Path> written = new ArrayList<>();
        try {
            for (var each : files.entrySet()) {
                Path file = root.resolve(each.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, each.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                written.add(file);
            }
        } catch (IOException e) {
            written.forEach(file -> file.toFile().delete());
            throw new BadInputException("cannot write " + e.getMessage() + ". Nothing was written");
        }
    }

    private void next(PrintWriter out, Path root, Starter.Facts facts) {
        out.println();
        facts.key()
                .ifPresentOrElse(
                        key -> out.println(
                                facts.person() + " may promote, with tags signed by the key in " + key.place() + "."),
                        () -> out.println(
                                "No SSH key was found, so tags count unsigned. 'ssh-keygen -t ed25519' makes a key;"
                                        + " fairlead.yaml says where it goes."));
        out.println();
        out.println("Next:");
        boolean isHere = root.equals(Path.of("").toAbsolutePath());
        if (!isHere) {
            out.println("  cd " + root);
        }
        boolean isRepository = !git(root, root, "rev-parse", "--git-dir").isEmpty();
        if (!isRepository) {
            out.println("  git init -b main");
        }
        facts.key().filter(key -> !key.isConfigured()).ifPresent(key -> {
            out.println("  git config gpg.format ssh");
            out.println("  git config user.signingkey " + key.place());
        });
        out.println("  git add -A && git commit -m 'Run hello'" + (facts.url().isFile() ? "" : " && git push"));
        out.println("  fairlead run" + (facts.url().isSsh() ? " --ssh-key ~/.ssh/<a key without passphrase>" : ""));
    }
}
