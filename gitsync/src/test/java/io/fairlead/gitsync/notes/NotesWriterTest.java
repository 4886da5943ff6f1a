package io.fairlead.gitsync.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Credentials;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.git.HttpGitServer;
import io.fairlead.gitsync.git.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotesWriterTest {
    private static final String REF = "refs/notes/fairlead/prod-eu";

    @TempDir
    private Path root;

    private GitFixture git;
    private CommitId commit;
    private final List<Duration> slept = new ArrayList<>();

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        commit = git.write("apps/a.yaml", "a: 1").commit("first");
    }

    @Test
    @DisplayName("git log --notes shows what was written")
    void readableByGit() {
        try (NotesWriter writer = writer("one", git.remote())) {
            assertThat(writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.PAUSED))))
                    .isInstanceOf(NotesOutcome.Pushed.class);
            assertThat(writer.write(List.of(
                            edit("CloneSet/checkout", 8, StatusLine.State.HEALTHY),
                            edit("CloneSet/cart", 9, StatusLine.State.PENDING))))
                    .isInstanceOf(NotesOutcome.Pushed.class);
        }
        git.git("fetch", "-q", "origin", "+refs/notes/fairlead/*:refs/notes/fairlead/*");
        assertThat(git.git("log", "-1", "--format=%N", "--notes=fairlead/prod-eu")
                        .lines())
                .hasSize(4)
                .anySatisfy(
                        line -> assertThat(line).contains("payments/checkout").contains("Healthy"))
                .noneSatisfy(line -> assertThat(line).contains("Paused"));
        assertThat(git.git("log", "--format=%an", REF).lines()).containsExactly("fairlead/prod-eu", "fairlead/prod-eu");
        git.git("fsck", "--strict");
    }

    @Test
    @DisplayName("nothing new means no commit and no push; an older counter is nothing new")
    void nothingToDo() {
        try (NotesWriter writer = writer("one", git.remote())) {
            writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.HEALTHY)));
            String before = remoteRef();
            assertThat(writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.HEALTHY))))
                    .isEqualTo(new NotesOutcome.NothingToDo());
            assertThat(writer.write(List.of(edit("CloneSet/checkout", 6, StatusLine.State.PAUSED))))
                    .isEqualTo(new NotesOutcome.NothingToDo());
            assertThat(writer.write(List.of())).isEqualTo(new NotesOutcome.NothingToDo());
            assertThat(remoteRef()).isEqualTo(before);
            assertThat(writer.highestCounter()).hasValue(7);
        }
    }

    @Test
    @DisplayName("a writer that starts anew goes on from what is on the remote")
    void startsAnew() {
        try (NotesWriter writer = writer("one", git.remote())) {
            assertThat(writer.highestCounter()).isEmpty();
            writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.PAUSED)));
        }
        try (NotesWriter writer = writer("two", git.remote())) {
            assertThat(writer.highestCounter()).hasValue(7);
            writer.write(List.of(edit("CloneSet/cart", 8, StatusLine.State.PAUSED)));
        }
        assertThat(read().status()).hasSize(2);
        assertThat(git.git("ls-remote", "origin", "refs/notes/*").lines()).hasSize(1);
    }

    @Test
    @DisplayName("GO-035 what a person appended meanwhile is kept")
    void keepsForeignText() {
        try (NotesWriter writer = writer("one", git.remote())) {
            writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.PAUSED)));
            git.git("fetch", "-q", "origin", "+" + REF + ":" + REF);
            git.git("notes", "--ref=" + REF, "append", "-m", "I looked at this.\nAnna", commit.hex());
            git.git("push", "-q", "origin", REF);
            writer.write(List.of(edit("CloneSet/checkout", 8, StatusLine.State.HEALTHY)));
        }
        assertThat(read().foreign()).containsExactly("I looked at this.", "Anna");
        assertThat(read().status().firstEntry().getValue().counter()).isEqualTo(8);
    }

    @Test
    @DisplayName("GO-035 two writers of one ref at once lose no line, and neither forces")
    void race() throws Exception {
        int rounds = 6;
        try (var server = new HttpGitServer(root);
                NotesWriter one = writer("one", server.remote());
                NotesWriter two = writer("two", server.remote());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var start = new CyclicBarrier(2);
            Future<List<NotesOutcome>> first = threads.submit(writes(one, "CloneSet/one-", rounds, start));
            Future<List<NotesOutcome>> second = threads.submit(writes(two, "CloneSet/two-", rounds, start));
            assertThat(first.get()).hasSize(rounds).allMatch(outcome -> outcome instanceof NotesOutcome.Pushed);
            assertThat(second.get()).hasSize(rounds).allMatch(outcome -> outcome instanceof NotesOutcome.Pushed);
        }
        assertThat(slept).as("at least one push was lost and tried again").isNotEmpty();
        assertThat(read().status()).hasSize(2 * rounds);
        assertThat(GitFixture.run(git.bare(), "git", "rev-list", "--count", REF))
                .isEqualTo(Integer.toString(2 * rounds));
    }

    @Test
    @DisplayName("GO-034 two clusters that write about one commit at once never stand in each other's way")
    void twoClusters() throws Exception {
        int rounds = 5;
        try (var server = new HttpGitServer(root);
                NotesWriter eu = writer("one", server.remote());
                NotesWriter us = writer("two", server.remote(), "prod-us");
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var start = new CyclicBarrier(2);
            Future<List<NotesOutcome>> first = threads.submit(writes(eu, "CloneSet/one-", rounds, start));
            Future<List<NotesOutcome>> second = threads.submit(writes(us, "CloneSet/two-", rounds, start));
            assertThat(first.get()).hasSize(rounds).allMatch(outcome -> outcome instanceof NotesOutcome.Pushed);
            assertThat(second.get()).hasSize(rounds).allMatch(outcome -> outcome instanceof NotesOutcome.Pushed);
        }
        assertThat(slept).as("no push was lost").isEmpty();
        assertThat(git.git("ls-remote", "origin", "refs/notes/*").lines()).hasSize(2);
        for (String ref : List.of(REF, "refs/notes/fairlead/prod-us")) {
            assertThat(GitFixture.run(git.bare(), "git", "rev-list", "--count", ref))
                    .isEqualTo(Integer.toString(rounds));
        }
    }

    @Test
    @DisplayName("GO-035 a writer that always loses stops after eight tries, with growing waits")
    void losesAlways() throws Exception {
        try (var server = new HttpGitServer(root)) {
            Path hook = git.bare().resolve("hooks/pre-receive");
            java.nio.file.Files.createDirectories(hook.getParent());
            java.nio.file.Files.writeString(hook, """
                    #!/bin/sh
                    # somebody else moves the ref between our look and our push
                    unset GIT_QUARANTINE_PATH
                    unset GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
                    tree=$(git mktree </dev/null)
                    other=$(date +%%N | GIT_AUTHOR_DATE= git commit-tree $tree)
                    git update-ref %s $other
                    """.formatted(REF));
            assertThat(hook.toFile().setExecutable(true)).isTrue();
            try (NotesWriter writer = writer("one", server.remote())) {
                assertThat(writer.write(List.of(edit("CloneSet/checkout", 7, StatusLine.State.PAUSED))))
                        .isInstanceOf(NotesOutcome.Deferred.class);
            }
        }
        assertThat(slept)
                .hasSize(NoteLimits.TRIES_MAX - 1)
                .allSatisfy(wait ->
                        assertThat(wait).isBetween(NoteLimits.BACKOFF_FIRST.dividedBy(2), NoteLimits.BACKOFF_MAX));
        assertThat(slept.getLast()).isGreaterThan(slept.getFirst());
    }

    @Test
    @DisplayName("GO-036 a host that does not take notes is told apart from one that is down")
    void deniedAndDeferred() throws Exception {
        Remote gone;
        try (var server = new HttpGitServer(root)) {
            gone = server.remote();
            Path hook = git.bare().resolve("hooks/update");
            java.nio.file.Files.createDirectories(hook.getParent());
            java.nio.file.Files.writeString(hook, "#!/bin/sh\necho protected >&2\nexit 1\n");
            assertThat(hook.toFile().setExecutable(true)).isTrue();
            try (NotesWriter writer = writer("one", server.remote())) {
                assertThat(writer.write(List.of(edit("CloneSet/a", 1, StatusLine.State.PENDING))))
                        .isInstanceOfSatisfying(
                                NotesOutcome.Denied.class,
                                denied -> assertThat(denied.reason()).contains("hook declined"));
            }
            java.nio.file.Files.delete(hook);
            GitFixture.run(git.bare(), "git", "config", "http.receivepack", "false");
            try (NotesWriter writer = writer("two", server.remote())) {
                assertThat(writer.write(List.of(edit("CloneSet/a", 1, StatusLine.State.PENDING))))
                        .isInstanceOf(NotesOutcome.Denied.class);
            }
        }
        try (NotesWriter writer = writer("three", gone)) {
            assertThat(writer.write(List.of(edit("CloneSet/a", 1, StatusLine.State.PENDING))))
                    .isInstanceOf(NotesOutcome.Deferred.class);
        }
        try (NotesWriter writer = writer("four", new Remote("ext::sh", "main", new Credentials.Anonymous()))) {
            assertThat(writer.write(List.of(edit("CloneSet/a", 1, StatusLine.State.PENDING))))
                    .isInstanceOf(NotesOutcome.Denied.class);
        }
        assertThat(slept).isEmpty();
    }

    @Test
    @DisplayName("notes on hundreds of commits survive git's own fan-out")
    void fanOut() {
        var edits = new ArrayList<NoteEdit>();
        for (int i = 0; i < 600; i++) {
            edits.add(new NoteEdit(
                    new CommitId("%040x".formatted(0x9e3779b9L * (i + 1L))),
                    NoteTest.line("CloneSet/checkout", i + 1, StatusLine.State.HEALTHY)));
        }
        try (NotesWriter writer = writer("one", git.remote())) {
            assertThat(writer.write(edits)).isInstanceOf(NotesOutcome.Pushed.class);
            assertThat(writer.write(List.of(edit("CloneSet/checkout", 700, StatusLine.State.PAUSED))))
                    .isInstanceOf(NotesOutcome.Pushed.class);
            assertThat(writer.highestCounter()).hasValue(700);
        }
        git.git("fetch", "-q", "origin", REF + ":" + REF);
        assertThat(git.git("notes", "--ref=" + REF, "list").lines()).hasSize(601);
    }

    private Callable<List<NotesOutcome>> writes(NotesWriter writer, String prefix, int rounds, CyclicBarrier start) {
        return () -> {
            var outcomes = new ArrayList<NotesOutcome>();
            for (int i = 0; i < rounds; i++) {
                start.await();
                outcomes.add(writer.write(List.of(edit(prefix + i, i + 1, StatusLine.State.HEALTHY))));
            }
            return outcomes;
        };
    }

    private NoteEdit edit(String workload, long counter, StatusLine.State state) {
        return new NoteEdit(commit, NoteTest.line(workload, counter, state));
    }

    private NotesWriter writer(String directory, Remote remote) {
        return writer(directory, remote, "prod-eu");
    }

    private NotesWriter writer(String directory, Remote remote, String cluster) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T23:15:04Z"));
        Sleeper sleeper = duration -> {
            synchronized (slept) {
                slept.add(duration);
            }
            return true;
        };
        return new NotesWriter(
                root.resolve(directory), remote, cluster, new NotesWriter.World(clock, new Random(1), sleeper));
    }

    private Note read() {
        git.git("fetch", "-q", "origin", "+" + REF + ":" + REF);
        Note note = Note.parse(git.git("notes", "--ref=" + REF, "show", commit.hex()));
        assertThat(note.status().keySet()).extracting(StatusLine.Key::cluster).containsOnly("prod-eu");
        return note;
    }

    private String remoteRef() {
        return GitFixture.run(git.bare(), "git", "rev-parse", REF);
    }
}
