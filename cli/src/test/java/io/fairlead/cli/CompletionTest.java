package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.program.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `fairlead generate-completion` prints works in bash.
class CompletionTest {
    private static final String ASK = """
            source "$1"
            complete -p fairlead
            # Bash has this one only while somebody presses the tab key.
            compopt() { :; }
            ask() {
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
                _complete_fairlead
                echo "${COMPREPLY[*]}"
            }
            ask fairlead do
            ask fairlead demo --k
            """;

    @Test
    void completesVerbsAndOptions(@TempDir Path folder) throws Exception {
        StringWriter script = new StringWriter();
        int exitCode =
                Fairlead.commandLine().setOut(new PrintWriter(script, true)).execute("generate-completion");
        assertThat(exitCode).isZero();
        Path file = Files.writeString(folder.resolve("completion"), script.toString());
        List<String> answers = Program.run(folder, Map.of(), List.of("bash", "-c", ASK, "bash", file.toString()))
                .lines()
                .toList();
        assertThat(answers.get(0)).contains("_complete_fairlead fairlead");
        assertThat(answers.get(1)).isEqualTo("doctor");
        assertThat(answers.get(2).split(" ")).containsExactlyInAnyOrder("--keep", "--kubeconfig");
    }
}
