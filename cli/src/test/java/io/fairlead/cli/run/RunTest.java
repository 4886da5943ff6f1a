package io.fairlead.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Fairlead.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    private static final LocalSource.Asked NOTHING =
            new LocalSource.Asked(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aReleaseWaitsForItsSignedTagAndEverythingIsTold() throws Exception {
        try (Running running = new Running(folder).start()) {
            running.awaitOutput("hello  Healthy", 0);
            assertThat(running.output())
                    .contains("Fairlead follows file://" + running.repository + ", branch main")
                    .containsPattern("export KUBECONFIG=/\\S+/kubeconfig\n +kubectl get clonesets,pods -A")
                    .contains("platform  Healthy", "hello updated and ready: 3/3 after");
            int told = running.output().length();
            String commit = running.release("nginx:1.29").substring(0, 12);
            running.awaitOutput("hello  AwaitingApproval  " + commit, told);
            running.awaitOutput("$ git tag -s -m promote fl/promote/local/hello/" + commit, told);
            assertThat(running.output()).doesNotContain("git push");
            running.git("tag", "-s", "-m", "promote", "fl/promote/local/hello/1.29", commit);
            running.awaitOutput("hello  Progressing  " + commit, told);
            running.awaitOutput("hello  Healthy  " + commit, told);
            running.await(
                    "the note",
                    () -> running.git("log", "-1", "--notes=fairlead/local").contains("3/3 updated, 3 ready  Healthy"));
            assertThat(running.stop()).isEqualTo(ExitCode.OK);
            assertThat(running.output().lines().filter(line -> Pattern.matches("[0-9:]{8}  .*", line)))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
            Path kubeconfig =
                    Path.of(running.output().split("KUBECONFIG=", 2)[1].split("\\s", 2)[0]);
            assertThat(kubeconfig.getParent()).doesNotExist();
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws Exception {
        try (Running running = new Running(folder)) {
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]
                    users: [{name: a, user: {token: a}}]
                    contexts: [{name: a, context: {cluster: a, user: a}}]
                    current-context: a
                    """);
            running.start("--kubeconfig", kubeconfig.toString());
            assertThat(running.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(running.output()).contains(kubeconfig + " does not answer", "fairlead doctor --kubeconfig");
        }
    }

    @Test
    void withoutASourceItSaysWhereOneComesFrom() {
        assertThatThrownBy(() -> LocalSource.read(folder, NOTHING))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(folder.resolve("fairlead.yaml").toString())
                .hasMessageContaining("fairlead init")
                .hasMessageContaining("never taken from the repository's commits");
    }

    private static final String SOURCE = """
            apiVersion: gitops.fairlead.io/v1alpha1
            kind: GitSource
            metadata: {name: NAME}
            spec:
              url: file:///srv/a.git
              stage: local
              cluster: local
              scopes: [{name: a, path: a, namespace: shop}]
            """;

    @Test
    void theCommandLineOverrulesTheFile() throws Exception {
        Files.writeString(folder.resolve("fairlead.yaml"), SOURCE.replace("NAME", "one"));
        LocalSource asWritten = LocalSource.read(folder, NOTHING);
        assertThat(asWritten.url().text()).isEqualTo("file:///srv/a.git");
        assertThat(asWritten.hasSecret()).isFalse();
        LocalSource asked = LocalSource.read(
                folder,
                new LocalSource.Asked(
                        Optional.empty(),
                        Optional.of("git@host.example:a.git"),
                        Optional.of("next"),
                        Optional.of("own")));
        assertThat(asked.url().text()).isEqualTo("ssh://git@host.example/a.git");
        assertThat(asked.branch()).isEqualTo("next");
        assertThat(asked.hasSecret()).isTrue();
        assertThat(asked.namespace("one", "a")).contains("shop");
    }

    @Test
    void twoSourcesLeaveOpenWhichOneIsMeant() throws Exception {
        Files.writeString(
                folder.resolve("fairlead.yaml"),
                SOURCE.replace("NAME", "one") + "---\n" + SOURCE.replace("NAME", "two"));
        LocalSource.Asked asked = new LocalSource.Asked(
                Optional.empty(), Optional.of("https://host.example/a"), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> LocalSource.read(folder, asked)).hasMessageContaining("holds 2 GitSources");
    }

    @Test
    void anSshRepositoryWithoutAKeyIsRefusedAtOnce() throws Exception {
        Files.writeString(
                folder.resolve("fairlead.yaml"),
                SOURCE.replace("NAME", "one").replace("file:///srv/a.git", "ssh://git@host.example/a.git"));
        LocalSource source = LocalSource.read(folder, NOTHING);
        assertThatThrownBy(() -> new Credentials().read(source.url(), source.hasSecret()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--ssh-key");
    }
}
