package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Every manifest that the documents and the example repository show is one that a cluster accepts.
class ManifestsTest {
    private static final int EXAMPLES_MIN = 10;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Manifests cluster;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        cluster = Manifests.open(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void theClusterAcceptsEveryManifestOfTheExampleRepository() throws IOException {
        Path root = Documents.root().resolve("example-repo");
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        List<String> refused = new ArrayList<>();
        int objects = 0;
        for (Path file : files) {
            // One folder is one namespace.
            Path path = root.relativize(file);
            String namespace = path.getName(path.getNameCount() - 2).toString();
            for (ObjectNode object : Manifests.parse(Files.readString(file))) {
                objects++;
                cluster.refusal(object, namespace).ifPresent(why -> refused.add(path + ": " + why));
            }
        }
        assertThat(refused).isEmpty();
        assertThat(objects).isGreaterThanOrEqualTo(EXAMPLES_MIN);
    }

    @Test
    void everyBlockOfYamlParsesAndCompleteObjectsAreAccepted() {
        List<String> refused = new ArrayList<>();
        int objects = 0;
        for (Path file : Documents.all()) {
            for (Documents.Block block : Documents.blocks(file)) {
                if (!block.language().equals("yaml")) {
                    continue;
                }
                try {
                    for (ObjectNode object : Manifests.parse(block.joined())) {
                        if (Manifests.isComplete(object)) {
                            objects++;
                            cluster.refusal(object, "default")
                                    .ifPresent(why -> refused.add(block.where() + ": " + why));
                        }
                    }
                } catch (YamlEngineException e) {
                    refused.add(block.where() + ": " + e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(objects).isPositive();
    }
}
