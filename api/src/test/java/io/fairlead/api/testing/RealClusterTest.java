package io.fairlead.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.testing.RealCluster.Options;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RealClusterTest {
    @Test
    void leavesNothingBehind() {
        Path folder;
        URI server;
        try (RealCluster cluster = RealCluster.start(Options.API_ONLY)) {
            folder = cluster.kubeconfig().getParent();
            server = cluster.server();
            cluster.createNamespace("there");
            assertThat(cluster.client().get("/api/v1/namespaces/there").status())
                    .isEqualTo(200);
        }
        assertThat(Files.exists(folder)).isFalse();
        assertThat(ProcessHandle.allProcesses()
                        .map(each -> each.info().commandLine().orElse(""))
                        .filter(line -> line.contains("--secure-port=" + server.getPort())))
                .isEmpty();
    }

    @Test
    void runsPodsWithWorkers() {
        try (RealCluster cluster = RealCluster.start(Options.WITH_WORKERS)) {
            String pods = "/api/v1/namespaces/default/pods";
            cluster.client().post(pods, """
                            {apiVersion: v1, kind: Pod, metadata: {name: one},
                             spec: {containers: [{name: main, image: "example.com/one:1"}]}}
                            """).expect(201);
            cluster.await(
                    "the pod runs",
                    () -> cluster.client()
                            .get(pods + "/one")
                            .body()
                            .path("status")
                            .path("phase")
                            .asText()
                            .equals("Running"));
        }
    }
}
