package io.fairlead.cli.doctor;

import io.fairlead.cli.program.Program;
import io.fairlead.cli.start.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What has to be on this machine.
///
/// @param environment for the programs that are asked, such as another `HOME`
/// @param home where `~` is
/// @param folder the clone that its user works in, or any folder
record MachineChecks(Map<String, String> environment, Path home, Path folder) {
    private static final int JAVA = 25;
    /// The first Git that signs with SSH keys.
    private static final int GIT_MAJOR = 2;

    private static final int GIT_MINOR = 34;
    private static final long ROOM_BYTES_MIN = 200L << 20;
    private static final long ROOM_BYTES_WISE = 1L << 30;
    private static final Pattern GIT = Pattern.compile("git version ([0-9]+)\\.([0-9]+)(\\S*).*", Pattern.DOTALL);

    List<Finding> all(Path data) {
        List<Finding> all = new ArrayList<>();
        all.add(java(Runtime.version()));
        Finding git = git();
        all.add(git);
        all.add(sshKeygen());
        if (git.state() != Finding.State.FAIL) {
            all.add(author());
            all.add(signingKey());
        }
        all.add(room("data folder", data));
        all.add(room("temporary folder", Path.of(System.getProperty("java.io.tmpdir"))));
        return all;
    }

    static Finding java(Runtime.Version version) {
        String found = version + " in " + System.getProperty("java.home");
        return version.feature() == JAVA
                ? Finding.ok("java", found)
                : Finding.warn(
                        "java",
                        found + "; Fairlead is built and tested with " + JAVA,
                        "set FAIRLEAD_JAVA_HOME to the folder of a JDK " + JAVA);
    }

    Finding git() {
        try {
            return git(run("git", "--version").strip());
        } catch (Program.FailedException e) {
            return Finding.fail("git", "there is none on the path", "apt-get install git   (or brew install git)");
        }
    }

    static Finding git(String answer) {
        Matcher version = GIT.matcher(answer);
        if (!version.matches()) {
            return Finding.warn("git", "says '" + answer + "'", "git --version   should name a version");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        String found = major + "." + minor + version.group(3);
        return major > GIT_MAJOR || (major == GIT_MAJOR && minor >= GIT_MINOR)
                ? Finding.ok("git", found)
                : Finding.warn(
                        "git",
                        found + " cannot sign tags with SSH keys",
                        "install Git " + GIT_MAJOR + "." + GIT_MINOR + " or newer");
    }

    Finding sshKeygen() {
        Optional<Path> program = onPath("ssh-keygen");
        return program.isPresent()
                ? Finding.ok("ssh-keygen", program.get().toString())
                : Finding.fail(
                        "ssh-keygen",
                        "there is none on the path; Git signs with it",
                        "apt-get install openssh-client   (macOS has it)");
    }

    private Optional<Path> onPath(String name) {
        String path = environment.getOrDefault("PATH", String.valueOf(System.getenv("PATH")));
        for (String each : path.split(":", -1)) {
            Path file = Path.of(each).resolve(name);
            if (!each.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// Commits and annotated tags carry a name.
    Finding author() {
        String name = setting("user.name");
        String email = setting("user.email");
        return name.isEmpty() || email.isEmpty()
                ? Finding.warn(
                        "author",
                        "git does not know who you are, and makes no annotated tag",
                        "git config --global user.name 'Your Name'",
                        "git config --global user.email you@example.com")
                : Finding.ok("author", name + " <" + email + ">");
    }

    Finding signingKey() {
        Optional<SigningKey> key = SigningKey.find(folder, environment, home);
        if (key.isEmpty()) {
            return Finding.warn(
                    "signing key",
                    "no SSH key that a policy takes (Ed25519, ECDSA, or RSA from 3072 bits)",
                    "ssh-keygen -t ed25519",
                    "git config --global gpg.format ssh",
                    "git config --global user.signingkey ~/.ssh/id_ed25519.pub");
        }
        if (!key.get().isConfigured()) {
            return Finding.warn(
                    "signing key",
                    key.get().place() + " would do, and git is not told to sign with it",
                    "git config --global gpg.format ssh",
                    "git config --global user.signingkey " + key.get().place());
        }
        return Finding.ok("signing key", key.get().place());
    }

    private String setting(String name) {
        try {
            return run("git", "config", "--get", name).strip();
        } catch (Program.FailedException e) {
            return "";
        }
    }

    private String run(String... command) {
        return Program.run(folder, environment, List.of(command));
    }

    static Finding room(String check, Path folder) {
        Path near = folder.toAbsolutePath();
        while (near.getParent() != null && !Files.exists(near)) {
            near = near.getParent();
        }
        if (!Files.isWritable(near)) {
            return Finding.fail(check, near + " cannot be written", "chown or chmod it, or name another with --data");
        }
        try {
            long free = Files.getFileStore(near).getUsableSpace();
            String found = (free >> 20) + " MiB free for " + folder;
            if (free < ROOM_BYTES_MIN) {
                return Finding.fail(check, found, "free some space: " + (ROOM_BYTES_MIN >> 20) + " MiB are needed");
            }
            return free < ROOM_BYTES_WISE
                    ? Finding.warn(check, found, "free some space: mirrors and logs grow")
                    : Finding.ok(check, found);
        } catch (IOException e) {
            return Finding.warn(check, "cannot be measured: " + e.getMessage(), "df -h " + near);
        }
    }
}
