package io.fairlead.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.ExitCode;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of `fairlead run --data`, and another start in the same folder: it goes on where it was.
class KilledRunTest {
    private static final int KILLS = Integer.getInteger("fairlead.run.kills", 3);
    private static final long SEED = Long.getLong("fairlead.run.seed", 20_261_125L);
    private static final int LIFE_MILLIS_MAX = 4_000;

    @TempDir
    private Path folder = Path.of("");

    /// What a pod keeps over a restart of the process.
    private record Identity(String uid, String node, String ip, String started) {}

    private Map<String, JsonNode> pods() {
        Map<String, JsonNode> pods = new TreeMap<>();
        Path kubeconfig = folder.resolve("data").resolve("kubeconfig");
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime())) {
            if (new Resources(api, "test").list(Selection.in(ResourceType.POD, "hello"), each -> each)
                    instanceof Resources.Listing.Complete<JsonNode> all) {
                all.items().forEach(each -> pods.put(each.at("/metadata/name").asText(), each));
            }
        }
        return pods;
    }

    private static Map<String, Identity> identities(Map<String, JsonNode> pods) {
        Map<String, Identity> identities = new TreeMap<>();
        pods.forEach((name, pod) -> identities.put(
                name,
                new Identity(
                        pod.at("/metadata/uid").asText(),
                        pod.at("/spec/nodeName").asText(),
                        pod.at("/status/podIP").asText(),
                        pod.at("/status/startTime").asText())));
        return identities;
    }

    @Test
    void goesOnWhereItWas() throws Exception {
        Random random = new Random(SEED);
        String data = folder.resolve("data").toString();
        try (Running running = new Running(folder).start("--data", data)) {
            running.awaitOutput("hello  Healthy", 0);
            Map<String, JsonNode> before = pods();
            assertThat(before).hasSize(3);

            running.kill();
            int told = running.output().length();
            running.start("--data", data);
            running.awaitOutput("Going on where", told);
            running.awaitOutput("hello  Healthy", told);
            assertThat(pods()).as("nothing was written to any pod").isEqualTo(before);
            aSecondOneIsRefused(data);

            String commit = running.release("nginx:1.29").substring(0, 12);
            running.git("tag", "-s", "-m", "promote", "fl/promote/local/hello/1.29", commit);
            for (int kill = 0; kill < KILLS; kill++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LIFE_MILLIS_MAX)));
                running.kill();
                told = running.output().length();
                running.start("--data", data);
            }
            running.awaitOutput("hello  Healthy  " + commit, told);
            Map<String, JsonNode> after = pods();
            assertThat(identities(after)).as("seed " + SEED).isEqualTo(identities(before));
            assertThat(after.values())
                    .as("seed " + SEED)
                    .allSatisfy(pod -> assertThat(pod.at("/status/containerStatuses/0/restartCount")
                                    .asInt())
                            .isEqualTo(1))
                    .allSatisfy(
                            pod -> assertThat(pod.at("/spec/containers/0/image").asText())
                                    .isEqualTo("nginx:1.29"));
            assertThat(running.stop()).isEqualTo(ExitCode.OK);
        }
    }

    private void aSecondOneIsRefused(String data) throws Exception {
        Path elsewhere = java.nio.file.Files.createDirectory(folder.resolve("second"));
        try (Running second = new Running(elsewhere).start("--data", data)) {
            assertThat(second.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(second.output()).contains("is in use by process", "name another folder");
        }
    }
}
