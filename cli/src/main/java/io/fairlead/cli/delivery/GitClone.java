package io.fairlead.cli.delivery;

import io.fairlead.cli.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The clone in which somebody works, with his own Git configuration and keys.
final class GitClone {
    private final Path folder;

    GitClone(Path folder) {
        this.folder = folder;
    }

    /// @throws Program.FailedException with what `git` said
    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of("GIT_TERMINAL_PROMPT", "0"), command);
    }

    /// The full id of a revision.
    ///
    /// @throws Program.FailedException if there is no such commit
    String commit(String revision) {
        return git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
                .strip();
    }

    /// Whether its owner has set up signing: a key, or signing of all tags.
    boolean signs() {
        return setting("user.signingkey").isPresent()
                || setting("tag.gpgsign").filter("true"::equals).isPresent();
    }

    private Optional<String> setting(String name) {
        try {
            String value = git("config", "--get", name).strip();
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        } catch (Program.FailedException e) {
            return Optional.empty();
        }
    }
}
