package io.fairlead.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer.Kept;
import io.fairlead.simulator.server.CommitListener.Commit;
import io.fairlead.simulator.state.StateFolder.Contents;
import io.fairlead.simulator.state.StateFolder.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots, journals and the lock, as files. "Killed" is a copy of the files as they are at a moment.
class StateFolderTest {
    private static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap", "configmaps", true);

    @TempDir
    private Path root = Path.of("");

    /// A store of the simplest kind, which the folder keeps.
    private static final class Store {
        private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
        private final StateFolder folder;
        private long version;

        Store(StateFolder folder) {
            this.folder = folder;
            folder.left().ifPresent(left -> {
                version = left.version();
                left.objects().forEach(each -> objects.put(name(each.object()), each.object()));
            });
            folder.begin(() -> new Contents(
                    version,
                    objects.values().stream()
                            .map(each -> new Kept(CONFIG_MAP, each))
                            .toList()));
        }

        private static String name(ObjectNode object) {
            return object.at("/metadata/name").asText();
        }

        void put(String name, String value) {
            version++;
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.putObject("metadata")
                    .put("name", name)
                    .put("namespace", "shop")
                    .put("resourceVersion", Long.toString(version));
            object.put("value", value);
            ObjectNode before = objects.remove(name);
            objects.put(name, object);
            folder.committed(new Commit(CONFIG_MAP, before, object, version, null));
        }

        void remove(String name) {
            version++;
            ObjectNode before = objects.remove(name);
            folder.committed(new Commit(CONFIG_MAP, before, null, version, null));
        }
    }

    private Path killed(Path folder, String name) throws IOException {
        Path copy = Files.createDirectory(root.resolve(name));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.copy(each, copy.resolve(each.getFileName()));
            }
        }
        return copy;
    }

    private static Contents left(Path folder) throws UnusableException {
        try (StateFolder opened = StateFolder.open(folder)) {
            return opened.left().orElseThrow();
        }
    }

    private static String text(Contents contents) {
        StringBuilder text = new StringBuilder(contents.version() + ":");
        contents.objects()
                .forEach(each -> text.append(' ')
                        .append(each.object().at("/metadata/name").asText())
                        .append('=')
                        .append(each.object().path("value").asText())
                        .append('@')
                        .append(each.object().at("/metadata/resourceVersion").asText()));
        return text.toString();
    }

    private static Path journal(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().startsWith("journal."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterAKill() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder)) {
            assertThat(opened.left()).isEmpty();
            Store store = new Store(opened);
            store.put("a", "1");
            store.put("b", "1");
            store.put("a", "2");
            store.put("c", "1");
            store.remove("b");
            assertThat(text(left(killed(folder, "killed")))).isEqualTo("5: a=2@3 c=1@4");
        }
        try (StateFolder again = StateFolder.open(folder)) {
            Store store = new Store(again);
            store.put("d", "1");
            assertThat(text(left(killed(folder, "again")))).isEqualTo("6: a=2@3 c=1@4 d=1@6");
        }
        assertThat(Files.getPosixFilePermissions(journal(folder)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /// A record that was cut off anywhere was never written; everything before it was.
    @Test
    void aTornTailIsForgotten() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder)) {
            Store store = new Store(opened);
            store.put("a", "1");
            long before = Files.size(journal(folder));
            store.put("b", "1");
            byte[] whole = Files.readAllBytes(journal(folder));
            Path copy = killed(folder, "torn");
            for (int size = (int) before; size < whole.length; size++) {
                Files.write(journal(copy), Arrays.copyOf(whole, size));
                assertThat(text(left(copy))).as(size + " bytes").isEqualTo("1: a=1@1");
            }
            byte[] wrong = whole.clone();
            wrong[whole.length - 1] ^= 1;
            Files.write(journal(copy), wrong);
            assertThat(text(left(copy))).isEqualTo("1: a=1@1");
            Files.write(journal(copy), Arrays.copyOf(whole, whole.length + 4096));
            assertThat(text(left(copy))).isEqualTo("2: a=1@1 b=1@2");
        }
    }

    @Test
    void damageInTheMiddleIsNamedAndNothingIsForgotten() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder)) {
            Store store = new Store(opened);
            store.put("a", "1");
            long at = Files.size(journal(folder));
            store.put("b", "1");
            store.put("c", "1");
            Path copy = killed(folder, "damaged");
            byte[] bytes = Files.readAllBytes(journal(copy));
            bytes[(int) at + 20] ^= 1;
            Files.write(journal(copy), bytes);
            assertThatThrownBy(() -> StateFolder.open(copy))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining(journal(copy) + " is damaged at byte " + at)
                    .hasMessageContaining("Move " + copy + " away");
        }
    }

    @Test
    void aSnapshotReplacesALongJournal() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder, 2_000)) {
            Store store = new Store(opened);
            for (int i = 1; i <= 500; i++) {
                store.put("a" + i % 3, Integer.toString(i));
                assertThat(Files.size(journal(folder))).isLessThan(10_000);
            }
            assertThat(text(left(killed(folder, "killed")))).isEqualTo("500: a0=498@498 a1=499@499 a2=500@500");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(each -> each.getFileName().toString().replaceAll("[0-9]+", "N")))
                        .containsExactlyInAnyOrder("journal.N", "lock", "snapshot.N");
            }
        }
    }

    /// Between the new journal and the rename of the snapshot, the older pair counts.
    @Test
    void aSnapshotThatWasNotFinishedIsIgnored() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder)) {
            Store store = new Store(opened);
            store.put("a", "1");
            Path copy = killed(folder, "killed");
            Files.writeString(copy.resolve("snapshot.2.draft"), "half");
            Files.writeString(copy.resolve("journal.2"), "");
            assertThat(text(left(copy))).isEqualTo("1: a=1@1");
            try (StateFolder again = StateFolder.open(copy)) {
                new Store(again).put("b", "1");
            }
            assertThat(text(left(copy))).isEqualTo("2: a=1@1 b=1@2");
        }
    }

    @Test
    void oneProcessAtATime() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder _ = StateFolder.open(folder)) {
            assertThatThrownBy(() -> StateFolder.open(folder))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining(folder + " is in use by process "
                            + ProcessHandle.current().pid());
        }
        StateFolder.open(folder).close();
    }

    @Test
    void aNewerFormatIsLeftAlone() throws Exception {
        Path folder = root.resolve("data");
        try (StateFolder opened = StateFolder.open(folder)) {
            new Store(opened).put("a", "1");
        }
        try (RecordFile file = RecordFile.create(folder.resolve("snapshot.9"))) {
            file.add("{\"format\":\"fairlead-cluster\",\"formatVersion\":2}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            file.add(Records.tail(0));
        }
        assertThatThrownBy(() -> StateFolder.open(folder))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("has format 2, and this program knows 1");
        assertThat(List.of(folder.toFile().list())).contains("snapshot.9", "snapshot.1");
    }
}
