package io.fairlead.cli.start;

import io.fairlead.cli.program.Program;
import io.fairlead.gitsync.git.AllowedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The SSH key with which the user of this machine signs tags, or could.
///
/// @param line type, base64 and comment, as in a `.pub` file
/// @param place where it was found, for people
/// @param isConfigured Git signs with it already: `gpg.format` is `ssh` and `user.signingkey` names it
public record SigningKey(String line, String place, boolean isConfigured) {
    /// A `.pub` file is one line.
    private static final int BYTES_MAX = 64 << 10;
    /// Files in `~/.ssh` that are looked at.
    private static final int FILES_MAX = 100;

    private static final List<String> USUAL =
            List.of("id_ed25519.pub", "id_ed25519_sk.pub", "id_ecdsa.pub", "id_ecdsa_sk.pub", "id_rsa.pub");
    private static final Pattern LITERAL = Pattern.compile("(key::)?((ssh|ecdsa|sk)-\\S+ \\S+.*)");

    /// The key that Git is told to sign with, else the first usable one in `~/.ssh`.
    ///
    /// @param folder a clone whose own configuration counts, or any other folder
    /// @param environment for `git`, such as another `HOME`
    /// @param home where `~` is
    /// @throws Program.FailedException if there is no `git`
    public static Optional<SigningKey> find(Path folder, Map<String, String> environment, Path home) {
        boolean isSsh = setting(folder, environment, "gpg.format").equals("ssh");
        String named = setting(folder, environment, "user.signingkey");
        if (!named.isEmpty()) {
            Optional<SigningKey> configured = named(named, isSsh, folder, home);
            if (configured.isPresent()) {
                return configured;
            }
        }
        for (Path file : candidates(home.resolve(".ssh"))) {
            Optional<SigningKey> found = read(file).map(line -> new SigningKey(line, shown(file, home), false));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The public key in a file, or beside it with `.pub` at its end.
    public static Optional<SigningKey> in(Path file, Path home) {
        return read(file)
                .or(() -> read(Path.of(file + ".pub")))
                .map(line -> new SigningKey(line, shown(file, home), false));
    }

    private static Optional<SigningKey> named(String named, boolean isSsh, Path folder, Path home) {
        var literal = LITERAL.matcher(named);
        if (literal.matches()) {
            return usable(literal.group(2)).map(line -> new SigningKey(line, "git's user.signingkey", isSsh));
        }
        Path file = named.startsWith("~/") ? home.resolve(named.substring(2)) : folder.resolve(named);
        return in(file, home).map(key -> new SigningKey(key.line(), key.place(), isSsh));
    }

    private static String setting(Path folder, Map<String, String> environment, String name) {
        try {
            return Program.run(folder, environment, List.of("git", "config", "--get", name))
                    .strip();
        } catch (Program.FailedException e) {
            if (e.isMissing()) {
                throw e;
            }
            return "";
        }
    }

    private static List<Path> candidates(Path ssh) {
        List<Path> files = new ArrayList<>();
        USUAL.forEach(name -> files.add(ssh.resolve(name)));
        if (Files.isDirectory(ssh)) {
            try (Stream<Path> all = Files.list(ssh)) {
                all.filter(file -> file.toString().endsWith(".pub") && !files.contains(file))
                        .sorted()
                        .limit(FILES_MAX)
                        .forEach(files::add);
            } catch (IOException e) {
                // A folder that cannot be read holds no key that could be used.
                return files;
            }
        }
        return files;
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX
                    ? Files.readString(file).lines().findFirst().flatMap(SigningKey::usable)
                    : Optional.empty();
        } catch (IOException e) {
            // Unreadable, or no text: not a public key.
            return Optional.empty();
        }
    }

    /// Only what a policy would take: known types, and long enough.
    private static Optional<String> usable(String line) {
        SequencedMap<String, List<String>> people = new LinkedHashMap<>();
        people.put("me", List.of(line));
        boolean isTaken = !AllowedKeys.parse(people).people().isEmpty();
        return isTaken && line.chars().noneMatch(each -> each == '"' || each == '\\' || each < ' ')
                ? Optional.of(line.strip())
                : Optional.empty();
    }

    private static String shown(Path file, Path home) {
        return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
    }
}
