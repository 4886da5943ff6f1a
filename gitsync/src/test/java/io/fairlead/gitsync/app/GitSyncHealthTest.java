package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSyncHealthTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("probes are answered from the start to the stop, and give no details of errors")
    void probes() throws Exception {
        GitSyncRig rig = new GitSyncRig(folder, "{name: prod, gate: auto}");
        try (rig;
                HttpClient client = HttpClient.newHttpClient()) {
            rig.write("a", "one").git.commit("Begin");
            rig.start();
            rig.await("healthy", () -> rig.isIn("Healthy"));

            assertThat(get(client, rig, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(client, rig, "/health/ready").body()).isEqualTo("ready");
            assertThat(get(client, rig, "/nothing").body()).isEqualTo("Not Found");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            // Somebody else on this machine may have taken the port by now.
            assertThat(isReady(client, rig)).isFalse();
        }
    }

    private static boolean isReady(HttpClient client, GitSyncRig rig) throws Exception {
        try {
            return get(client, rig, "/health/ready").body().equals("ready");
        } catch (ConnectException e) {
            return false;
        }
    }

    @Test
    @DisplayName("a file that cannot be used leaves nothing open")
    void badFile() {
        GitSyncRig rig = new GitSyncRig(folder, "{name: prod, gate: sometimes}");
        assertThatThrownBy(rig::start)
                .isInstanceOf(SourceFile.InvalidException.class)
                .hasMessageContaining("gate");
        rig.close();
    }

    private static HttpResponse<String> get(HttpClient client, GitSyncRig rig, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + rig.port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
