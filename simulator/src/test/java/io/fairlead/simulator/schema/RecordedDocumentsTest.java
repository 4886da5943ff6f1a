package io.fairlead.simulator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.RealCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// The recording equals what the running kube-apiserver answers. With `-Dfairlead.record=true` it is written anew
/// first: `KUBEBUILDER_ASSETS=… mvn test -pl simulator -am -Dtest=RecordedDocumentsTest -Dfairlead.record=true
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class RecordedDocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/main/resources/io/fairlead/simulator/openapi");

    @Test
    void theRecordingIsThere() {
        assertThat(RecordedDocuments.json("/version")
                        .orElseThrow()
                        .path("minor")
                        .asText())
                .isEqualTo("35");
        assertThat(RecordedDocuments.json(RecordedDocuments.OPENAPI_INDEX)
                        .orElseThrow()
                        .path("paths")
                        .has("apis/apps/v1"))
                .isTrue();
        assertThat(RecordedDocuments.json("/openapi/v3/api/v1")).isPresent();
        assertThat(RecordedDocuments.json("/apis/apps/v1")).isPresent();
        assertThat(RecordedDocuments.aggregatedJson("/apis")
                        .orElseThrow()
                        .path("kind")
                        .asText())
                .isEqualTo("APIGroupDiscoveryList");
        assertThat(RecordedDocuments.bytes("/nowhere")).isEmpty();
    }

    @Test
    void equalsTheRealServer() throws Exception {
        RealCluster.assumeAvailable(RealCluster.Options.API_ONLY);
        // Its own cluster: the shared one serves our definitions too.
        try (RealCluster cluster = RealCluster.start(RealCluster.Options.API_ONLY)) {
            SequencedMap<String, byte[]> answers = answers(cluster);
            if (Boolean.getBoolean("fairlead.record")) {
                for (var each : answers.entrySet()) {
                    write(FOLDER.resolve(each.getKey().substring(1)), each.getValue());
                }
            }
            for (Map.Entry<String, byte[]> each : answers.entrySet()) {
                Path file = FOLDER.resolve(each.getKey().substring(1));
                assertThat(Files.exists(file)).as("%s", file).isTrue();
                assertThat(normal(read(file))).as("%s", file).isEqualTo(normal(each.getValue()));
            }
        }
    }

    private static SequencedMap<String, byte[]> answers(RealCluster cluster) throws Exception {
        SequencedMap<String, byte[]> answers = new LinkedHashMap<>();
        Plain plain = new Plain(cluster);
        plain.record(answers, "/version");
        JsonNode index = plain.record(answers, RecordedDocuments.OPENAPI_INDEX);
        for (String path :
                index.path("paths").properties().stream().map(Map.Entry::getKey).toList()) {
            plain.record(answers, RecordedDocuments.OPENAPI_INDEX + "/" + path);
        }
        plain.record(answers, "/api");
        plain.record(answers, "/api/v1");
        for (JsonNode group : plain.record(answers, "/apis").path("groups")) {
            plain.record(answers, "/apis/" + group.path("name").asText());
            for (JsonNode version : group.path("versions")) {
                plain.record(answers, "/apis/" + version.path("groupVersion").asText());
            }
        }
        for (String path : RecordedDocuments.aggregatedPaths()) {
            answers.put(RecordedDocuments.aggregatedFile(path), plain.get(path, RecordedDocuments.AGGREGATED));
        }
        return answers;
    }

    /// Answers keep the order of their fields.
    private record Plain(RealCluster cluster) {
        JsonNode record(SequencedMap<String, byte[]> answers, String path) throws Exception {
            byte[] body = get(path, "application/json");
            answers.put(RecordedDocuments.file(path), body);
            return JSON.readTree(body);
        }

        byte[] get(String path, String accept) throws Exception {
            return cluster.client()
                    .send("GET", path, "application/json", "", accept)
                    .expect(200)
                    .body()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Without the address of the server, which differs from one to the next.
    private static JsonNode normal(byte[] body) throws IOException {
        JsonNode node = JSON.readTree(body);
        if (node instanceof ObjectNode object) {
            object.remove("serverAddressByClientCIDRs");
        }
        return node;
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static void write(Path file, byte[] body) throws IOException {
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(body);
        }
    }
}
