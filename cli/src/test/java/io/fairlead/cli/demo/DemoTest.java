package io.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.docs.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyClaimIsSeenAndNothingIsWide() {
        System.setProperty("fairlead.home", Path.of("..").toAbsolutePath().toString());
        Run run = run("--folder", folder.resolve("demo").toString());
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).doesNotContain("MISSED").contains("all pods run 1.1.0 again");
        assertThat(run.output().lines().filter(line -> !line.contains(folder.toString())))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
        assertThat(folder.resolve("demo/fairlead.log")).isNotEmptyFile();
        Transcript.check(run.output());
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("mine"), "mine");
        assertThat(run("--folder", folder.toString()).exitCode()).isNotZero();
        assertThat(file).hasContent("mine");
        assertThat(folder.toFile().list()).containsExactly("mine");
    }

    private record Run(int exitCode, String output) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int exitCode = new CommandLine(new DemoCommand()).execute(arguments);
            return new Run(exitCode, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
