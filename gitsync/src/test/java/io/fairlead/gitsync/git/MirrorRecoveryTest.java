package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorRecoveryTest {
    @TempDir
    private Path root;

    private GitFixture git;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("apps/a.yaml", "a: 1").commit("first");
    }

    @Test
    @DisplayName("lock files and half packs of a killed process are removed at open")
    void leftovers() throws IOException {
        open().close();
        Path repository = root.resolve("mirror/repository.git");
        Files.createDirectories(repository.resolve("refs/fairlead/remote"));
        List<Path> left = List.of(
                repository.resolve("packed-refs.lock"),
                repository.resolve("refs/fairlead/remote/head.lock"),
                repository.resolve("config.lock"),
                repository.resolve("objects/incoming_123.pack"));
        for (Path file : left) {
            Files.writeString(file, "left over");
        }
        try (Mirror mirror = open()) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
        }
        assertThat(left).noneMatch(Files::exists);
    }

    @Test
    @DisplayName("a damaged pack makes the mirror clone again, and it still knows what it had accepted")
    void damaged() throws IOException {
        CommitId base = git.head();
        CommitId good = git.write("apps/a.yaml", "a: 2").commit("second");
        try (Mirror mirror = open()) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
        }
        for (Path pack : packs()) {
            assertThat(pack.toFile().setWritable(true)).isTrue();
            Files.write(pack, new byte[(int) Files.size(pack)]);
        }
        try (Mirror mirror = open()) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
            assertThat(mirror.files(good, "apps"))
                    .isInstanceOfSatisfying(
                            FolderListing.Files.class,
                            files -> assertThat(files.files()).hasSize(1));
        }
        git.git("reset", "-q", "--hard", base.hex());
        git.write("apps/a.yaml", "a: 3").commit("rewritten");
        deleteMirrorRepository();
        try (Mirror mirror = open()) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.HistoryRewritten.class);
        }
    }

    @Test
    @DisplayName("damage while the mirror is open is repaired by the next poll that meets it")
    void damagedWhileOpen() throws IOException {
        try (Mirror mirror = open()) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
            for (Path pack : packs()) {
                Files.delete(pack);
            }
            CommitId next = git.write("apps/a.yaml", "a: 2").commit("second");
            assertThat(mirror.poll()).isEqualTo(new PollOutcome.Fetched(new Snapshot(next, List.of(), true)));
        }
    }

    @Test
    @DisplayName("T-026 alternates and grafts in the mirror are not believed")
    void foreignSources() throws IOException {
        try (Mirror mirror = open()) {
            mirror.poll();
        }
        Path alternates = root.resolve("mirror/repository.git/objects/info/alternates");
        Files.createDirectories(alternates.getParent());
        Files.writeString(alternates, git.bare().resolve("objects") + "\n");
        try (Mirror mirror = open()) {
            assertThat(alternates).doesNotExist();
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
        }
    }

    @Test
    @DisplayName("a directory has one owner")
    void oneOwner() {
        Mirror first = open();
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
        first.close();
        open().close();
    }

    @Test
    @DisplayName("a process killed in the middle of a fetch leaves a mirror that goes on")
    void killedMidFetch() throws Exception {
        var random = new Random(7);
        byte[] noise = new byte[3 << 20];
        random.nextBytes(noise);
        CommitId head = git.write("apps/noise.bin", noise).commit("large");
        try (var server = new HttpGitServer(root)) {
            for (int stopAt : List.of(1, 64 << 10, 2 << 20)) {
                var reached = new CountDownLatch(1);
                var killed = new CountDownLatch(1);
                server.onProgress(sent -> {
                    if (sent >= stopAt) {
                        reached.countDown();
                        await(killed);
                    }
                });
                Process victim = pollInOtherProcess(server.url());
                assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
                victim.destroyForcibly().waitFor();
                killed.countDown();
            }
            server.onProgress(sent -> {});
            try (Mirror mirror = Mirror.open(root.resolve("mirror"), server.remote())) {
                assertThat(mirror.poll()).isEqualTo(new PollOutcome.Fetched(new Snapshot(head, List.of(), true)));
                assertThat(mirror.files(head, "apps")).isInstanceOf(FolderListing.Files.class);
            }
            try (Stream<Path> files = Files.walk(root.resolve("mirror"))) {
                assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("incoming_"));
            }
        }
    }

    /// What the killed process runs.
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            Mirror.open(Path.of(arguments[0]), new Remote(arguments[1], "main", new Credentials.Anonymous()))
                    .poll();
        }
    }

    private Process pollInOtherProcess(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        root.resolve("mirror").toString(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("mirror/repository.git/objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }

    private void deleteMirrorRepository() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("mirror/repository.git"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Mirror open() {
        return Mirror.open(root.resolve("mirror"), git.remote());
    }
}
