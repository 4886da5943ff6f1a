package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `./fairlead` on a machine whose first Java is another one.
class LauncherTest {
    private static final String USUAL_PATH = "/usr/bin:/bin";

    @TempDir
    private Path folder = Path.of("");

    private Path launcher = Path.of("");

    @BeforeEach
    void aBuiltProgramAndAnOldJava() throws IOException {
        launcher = folder.resolve("fairlead");
        Files.copy(Path.of("..", "fairlead"), launcher);
        program(folder.resolve("old/bin/java"), "echo 'openjdk version \"17.0.1\"' >&2");
        Files.createDirectories(folder.resolve("cli/target/lib"));
        Files.writeString(folder.resolve("cli/target/fairlead-cli.jar"), "");
    }

    private static void program(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve("jdks").resolve(name);
        program(home.resolve("bin/java"), "echo \"java of " + name + ": $*\"");
        program(home.resolve("bin/javac"), "");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Ended(int exitCode, String output) {}

    private Ended run(Map<String, String> more) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", launcher.toString(), "--version").redirectErrorStream(true);
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", folder.resolve("old/bin") + ":" + USUAL_PATH);
        environment.put("HOME", folder.toString());
        environment.put("FAIRLEAD_JDK_FOLDERS", folder + "/jdks/*");
        environment.putAll(more);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void aJdk25IsFoundBehindAnotherJava() throws Exception {
        jdk("17", "17.0.2");
        jdk("25", "25.0.1");
        assertThat(run(Map.of()))
                .satisfies(ended -> assertThat(ended.exitCode()).isZero())
                .satisfies(ended -> assertThat(ended.output())
                        .startsWith("java of 25: ")
                        .endsWith("io.fairlead.cli.Fairlead --version\n"));
    }

    @Test
    void theOneThatIsNamedGoesFirst() throws Exception {
        jdk("25", "25.0.1");
        Path named = jdk("named", "25");
        assertThat(run(Map.of("FAIRLEAD_JAVA_HOME", named.toString())).output()).startsWith("java of named: ");
    }

    @Test
    void withoutOneItSaysWhatToInstall() throws Exception {
        Path seventeen = jdk("17", "17.0.2");
        Ended ended = run(Map.of("JAVA_HOME", seventeen.toString()));
        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ended.output())
                .contains("needs a JDK 25", "On the path is:       openjdk version \"17.0.1\"")
                .contains("Not a JDK 25:         " + seventeen)
                .containsPattern("Install it: +\\S+")
                .contains("FAIRLEAD_JAVA_HOME");
    }
}
