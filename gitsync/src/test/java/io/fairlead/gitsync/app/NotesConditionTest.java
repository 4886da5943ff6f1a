package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a source says of its notes while nothing else about it changes.
class NotesConditionTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("a note that cannot be pushed is told of, and no longer once it is there")
    void comesAndGoes() throws Exception {
        try (GitSyncRig rig = new GitSyncRig(folder, "{name: prod, gate: auto}")) {
            rig.write("a", "one").git.commit("Begin");
            // As if another process were writing that ref.
            Path lock = rig.git.bare().resolve("refs/notes/fairlead/memory.lock");
            Files.createDirectories(lock.getParent());
            Files.createFile(lock);
            rig.start();
            rig.await("told of", () -> reason(rig).equals("NotesDeferred"));
            String head = status(rig).path("head").asText();

            Files.delete(lock);
            rig.await("no longer told of", () -> reason(rig).isEmpty());
            assertThat(status(rig).path("head").asText()).isEqualTo(head);
            assertThat(rig.git.git("ls-remote", "origin", "refs/notes/fairlead/memory"))
                    .isNotBlank();
        }
    }

    private static JsonNode status(GitSyncRig rig) {
        return rig.api.at(GitSyncRig.SOURCE).orElseThrow().path("status");
    }

    private static String reason(GitSyncRig rig) {
        for (JsonNode condition : status(rig).path("conditions")) {
            if (condition.path("type").asText().equals("NotesWritten")) {
                return condition.path("reason").asText();
            }
        }
        return "";
    }
}
