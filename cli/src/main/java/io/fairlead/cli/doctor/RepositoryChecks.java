package io.fairlead.cli.doctor;

import io.fairlead.cli.program.Program;
import io.fairlead.cli.program.RepositoryUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a repository can be reached from here, and whether its host is known.
///
/// @param environment for `git`
/// @param home where `~` is
record RepositoryChecks(Map<String, String> environment, Path home, RepositoryUrl url) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MESSAGE_MAX = 300;

    List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        if (url.isSsh()) {
            url.knownHost().ifPresent(host -> all.add(hostKey(host)));
        }
        all.add(reachable());
        return all;
    }

    /// Fairlead talks to no host whose key it was not given.
    Finding hostKey(String host) {
        Path known = home.resolve(".ssh").resolve("known_hosts");
        String scan =
                "ssh-keyscan " + scanned(host) + " >> " + known + "   and compare its fingerprint with the host's page";
        if (!Files.isReadable(known)) {
            return Finding.fail("host key", known + " cannot be read", scan);
        }
        try {
            String found =
                    Program.run(home, environment, List.of("ssh-keygen", "-F", host, "-f", known.toString()), PATIENCE);
            return found.isBlank()
                    ? Finding.fail("host key", host + " is not in " + known, scan)
                    : Finding.ok("host key", host + " is in " + known);
        } catch (Program.FailedException e) {
            return e.isMissing()
                    ? Finding.warn("host key", "cannot be looked up without ssh-keygen", "install openssh-client")
                    : Finding.fail("host key", host + " is not in " + known, scan);
        }
    }

    private static String scanned(String host) {
        int port = host.indexOf("]:");
        return port < 0 ? host : "-p " + host.substring(port + 2) + " " + host.substring(1, port);
    }

    /// With your own rights; Fairlead's are those of the source's Secret.
    Finding reachable() {
        Map<String, String> quiet = new LinkedHashMap<>(environment);
        quiet.put("GIT_TERMINAL_PROMPT", "0");
        quiet.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=10");
        try {
            String heads = Program.run(home, quiet, List.of("git", "ls-remote", "--heads", "--", url.text()), PATIENCE);
            long branches = heads.lines().count();
            return branches == 0
                    ? Finding.warn("repository", url.text() + " has no branch yet", "commit something and push it")
                    : Finding.ok(
                            "repository", url.text() + ", " + branches + (branches == 1 ? " branch" : " branches"));
        } catch (Program.FailedException e) {
            return Finding.fail(
                    "repository", url.text() + " does not answer: " + reason(e), "git ls-remote " + url.text());
        }
    }

    private static String reason(Program.FailedException failure) {
        String message = String.valueOf(failure.getMessage());
        Optional<String> fatal = message.lines()
                .filter(line -> line.startsWith("fatal:") || line.contains("Permission denied"))
                .findFirst();
        String reason = fatal.orElseGet(() -> message.lines().reduce("", (_, last) -> last))
                .strip();
        return reason.length() <= MESSAGE_MAX ? reason : reason.substring(0, MESSAGE_MAX) + "…";
    }
}
