package io.fairlead.simulator.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.Crds;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// kubectl cannot tell the embedded cluster from a real one: the same commands in the same order print the same. What
/// the real one printed is kept in `transcript.txt`; `-Dgolden.update=true` with KUBEBUILDER_ASSETS makes it anew.
@Timeout(300)
class KubectlTranscriptTest {
    private static final String COMMANDS = "commands.txt";
    private static final String TRANSCRIPT = "transcript.txt";
    private static final Path SOURCE =
            Path.of("src/test/resources/io/fairlead/simulator/transcript").resolve(TRANSCRIPT);

    /// What the real cluster prints where the embedded one prints something else, and why.
    private static final List<String> OURS = List.of(
            // There is no kubelet to ask: the embedded cluster says so with 501, the real API server cannot connect.
            "$ kubectl logs web -n shop\n",
            "$ kubectl exec web -n shop -- ls\n",
            // The model does not judge the templates of Deployments yet.
            "! The Deployment \"broken\" is invalid: ");

    @TempDir
    private Path home;

    @Test
    void theEmbeddedClusterPrintsWhatTheRealOnePrinted() throws IOException, InterruptedException {
        Kubectl.assumeAvailable();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(new EmbeddedCluster.Options(3, Duration.ZERO, 1, 0, 1), failures::add)) {
            Path kubeconfig = home.resolve("kubeconfig");
            cluster.kubeconfig().write(kubeconfig);
            Kubectl kubectl = new Kubectl(kubeconfig, home);
            installCrds(kubectl);
            List<String> printed = play(kubectl);
            List<String> recorded = blocks(read(TRANSCRIPT));
            SoftAssertions all = new SoftAssertions();
            for (int i = 0; i < printed.size(); i++) {
                String expected = i < recorded.size() ? recorded.get(i) : "";
                if (OURS.stream().noneMatch(expected::contains)) {
                    all.assertThat(printed.get(i)).isEqualTo(expected);
                }
            }
            all.assertAll();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void theRealClusterPrintsTheSameToday() throws IOException, InterruptedException {
        Kubectl.assumeAvailable();
        try (RealCluster cluster = RealCluster.start(RealCluster.Options.WITH_WORKERS)) {
            cluster.installCrds();
            String printed = String.join("", play(new Kubectl(cluster.kubeconfig(), home)));
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(SOURCE, printed);
                return;
            }
            assertThat(printed).isEqualTo(read(TRANSCRIPT));
        }
    }

    private void installCrds(Kubectl kubectl) throws IOException, InterruptedException {
        for (String name : Crds.names()) {
            String text = new String(Crds.open(name), StandardCharsets.UTF_8);
            assertThat(kubectl.run(new Command("apply --server-side -f -", text)))
                    .doesNotContain("exit");
        }
        kubectl.run(new Command("wait crd --all --for=condition=Established --timeout=30s", ""));
    }

    private static List<String> play(Kubectl kubectl) throws IOException, InterruptedException {
        List<String> blocks = new ArrayList<>();
        for (Command command : Command.parse(read(COMMANDS).lines().toList())) {
            blocks.add("$ kubectl " + command.line() + "\n" + Normalised.of(kubectl.run(command)));
        }
        return blocks;
    }

    private static List<String> blocks(String transcript) {
        List<String> blocks = new ArrayList<>();
        for (String part : transcript.split("(?m)^(?=\\$ kubectl )")) {
            if (!part.isEmpty()) {
                blocks.add(part);
            }
        }
        return blocks;
    }

    private static String read(String name) throws IOException {
        try (InputStream in = KubectlTranscriptTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
