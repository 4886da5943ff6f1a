package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorPollTest {
    @TempDir
    private Path root;

    private GitFixture git;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("apps/a.yaml", "a: 1").commit("first");
    }

    @Test
    @DisplayName("a first poll brings head and tags, a second one nothing")
    void fetchesOnce() {
        TagRef tag = git.tag("fl/promote/prod/payments/1");
        CommitId head = git.head();
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(mirror.poll()).isEqualTo(new PollOutcome.Fetched(new Snapshot(head, List.of(tag), true)));
            assertThat(mirror.poll()).isEqualTo(new PollOutcome.Unchanged(new Snapshot(head, List.of(tag), false)));
        }
    }

    @Test
    @DisplayName("tags that appear, move and vanish are seen, foreign tags and branches never")
    void followsTags() {
        git.git("push", "-q", "origin", "main:refs/heads/other", "main:refs/heads/main2", "main:refs/tags/release/1");
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(fetched(mirror).tags()).isEmpty();
            TagRef first = git.tag("fl/promote/prod/payments/1");
            assertThat(fetched(mirror).tags()).containsExactly(first);
            git.write("apps/a.yaml", "a: 2").commit("second");
            TagRef moved = git.tag("fl/promote/prod/payments/1", "-f");
            assertThat(fetched(mirror).tags()).containsExactly(moved).doesNotContain(first);
            git.git("push", "-q", "origin", ":refs/tags/fl/promote/prod/payments/1");
            assertThat(fetched(mirror).tags()).isEmpty();
            TagRef nowAFolder = git.tag("fl/promote/prod/payments/x");
            assertThat(fetched(mirror).tags()).containsExactly(nowAFolder);
            git.git("push", "-q", "origin", ":refs/tags/fl/promote/prod/payments/x");
            git.git("tag", "-d", nowAFolder.name());
            TagRef below = git.tag("fl/promote/prod/payments/x/y");
            assertThat(fetched(mirror).tags()).containsExactly(below);
        }
    }

    @Test
    @DisplayName("T-007 thousands of foreign tags cost a poll over protocol v2 no bytes")
    void doesNotListForeignTags() {
        try (var server = new HttpGitServer(root);
                Mirror mirror = mirror(server.remote())) {
            git.tag("fl/promote/prod/payments/1");
            fetched(mirror);
            server.takeBytesOut();
            mirror.poll();
            long before = server.takeBytesOut();
            foreignTags(5_000);
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Unchanged.class);
            assertThat(server.takeBytesOut()).isEqualTo(before).isLessThan(2_000);
        }
    }

    @Test
    @DisplayName("T-007 a remote that lists everything still yields the tracked refs only")
    void dropsWhatWasNotAskedFor() {
        foreignTags(3_000);
        TagRef tag = git.tag("fl/hold/prod/payments/1");
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(fetched(mirror).tags()).containsExactly(tag);
        }
    }

    @Test
    @DisplayName("T-008 a tag whose name is not plain is no tag, and hurts no other")
    void dropsHostileNames() {
        TagRef good = git.tag("fl/promote/prod/payments/1");
        git.git("push", "-q", "origin", "main:refs/tags/fl/promote/prod/pa\u0443ments/1");
        git.git("push", "-q", "origin", "main:refs/tags/fl/promote/$(id)/x");
        git.git(
                "push",
                "-q",
                "origin",
                "main:refs/tags/fl/" + "a".repeat(240) + "/" + "b".repeat(240) + "/" + "c".repeat(99));
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(fetched(mirror).tags()).containsExactly(good);
        }
    }

    @Test
    @DisplayName("T-009 a tag or branch with the full name of the tracked branch does not stand in for it")
    void fullNamesOnly() {
        CommitId main = git.head();
        git.write("apps/a.yaml", "evil: true");
        git.git("commit", "-qam", "evil");
        git.git("push", "-q", "origin", "HEAD:refs/heads/refs/heads/main", "HEAD:refs/tags/main");
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(fetched(mirror).head()).isEqualTo(main);
        }
    }

    @Test
    @DisplayName("T-025 a rewritten branch is reported and not taken until somebody accepts it")
    void historyRewritten() {
        CommitId base = git.head();
        CommitId good = git.write("apps/a.yaml", "a: 2").commit("good");
        try (Mirror mirror = mirror(git.remote())) {
            fetched(mirror);
            git.git("reset", "-q", "--hard", base.hex());
            CommitId other = git.write("apps/a.yaml", "a: 3").commit("other");
            var lastGood = new Snapshot(good, List.of(), false);
            assertThat(mirror.poll()).isEqualTo(new PollOutcome.HistoryRewritten(lastGood, other));
            assertThat(mirror.poll()).isEqualTo(new PollOutcome.HistoryRewritten(lastGood, other));
            assertThat(mirror.files(good, "apps")).isInstanceOf(FolderListing.Files.class);
            mirror.accept(other);
            assertThat(fetched(mirror).head()).isEqualTo(other);
        }
    }

    @Test
    @DisplayName("T-025 the last accepted head is remembered over a restart")
    void remembersOverRestart() {
        CommitId base = git.head();
        CommitId good = git.write("apps/a.yaml", "a: 2").commit("good");
        try (Mirror mirror = mirror(git.remote())) {
            fetched(mirror);
        }
        git.git("reset", "-q", "--hard", base.hex());
        CommitId other = git.write("apps/a.yaml", "a: 3").commit("other");
        try (Mirror mirror = mirror(git.remote())) {
            assertThat(mirror.acceptedHead()).contains(good);
            assertThat(mirror.poll())
                    .isEqualTo(new PollOutcome.HistoryRewritten(new Snapshot(good, List.of(), false), other));
        }
    }

    @Test
    @DisplayName("GO-046 an older branch tip means the source went backwards")
    void wentBackwards() {
        CommitId old = git.head();
        CommitId good = git.write("apps/a.yaml", "a: 2").commit("good");
        TagRef tag = git.tag("fl/promote/prod/payments/1");
        try (Mirror mirror = mirror(git.remote())) {
            fetched(mirror);
            git.git("push", "-q", "--force", "origin", old.hex() + ":refs/heads/main", ":refs/tags/" + tag.name());
            assertThat(mirror.poll())
                    .isEqualTo(new PollOutcome.WentBackwards(new Snapshot(good, List.of(tag), false), old));
        }
    }

    @Test
    @DisplayName("an object beyond the bound stops the fetch, and the mirror keeps what it had")
    void objectTooLarge() {
        try (Mirror mirror = mirror(git.remote())) {
            CommitId good = fetched(mirror).head();
            git.write("apps/big.bin", new byte[17 << 20]).commit("big");
            assertThat(mirror.poll())
                    .isInstanceOfSatisfying(
                            PollOutcome.Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LARGE));
            assertThat(mirror.acceptedHead()).contains(good);
        }
    }

    @Test
    @DisplayName("a missing branch, a missing repository and an empty one are NOT_FOUND")
    void notFound() {
        Remote noBranch = new Remote(git.remote().url(), "nope", new Credentials.Anonymous());
        assertThat(refusal(noBranch)).isEqualTo(Refusal.NOT_FOUND);
        Remote nowhere = new Remote("file://" + root + "/nowhere.git", "main", new Credentials.Anonymous());
        assertThat(refusal(nowhere)).isEqualTo(Refusal.NOT_FOUND);
        GitFixture.run(root, "git", "init", "-q", "--bare", "empty.git");
        Remote empty = new Remote("file://" + root + "/empty.git", "main", new Credentials.Anonymous());
        assertThat(refusal(empty)).isEqualTo(Refusal.NOT_FOUND);
        try (var server = new HttpGitServer(root)) {
            Function<String, Remote> at =
                    path -> new Remote(server.url().replace("remote.git", path), "main", new Credentials.Anonymous());
            assertThat(refusal(at.apply("empty.git"))).isEqualTo(Refusal.NOT_FOUND);
            assertThat(refusal(at.apply("nowhere.git"))).isEqualTo(Refusal.NOT_FOUND);
        }
    }

    @Test
    @DisplayName("a host that is down is unreachable, and worth another try")
    void unreachable() {
        String url;
        try (var server = new HttpGitServer(root)) {
            url = server.url();
        }
        try (Mirror mirror = mirror(new Remote(url, "main", new Credentials.Anonymous()))) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Unreachable.class);
        }
    }

    @Test
    @DisplayName("T-034 credentials are sent, and shown to nobody when they are refused")
    void credentials() {
        var basic = new Credentials.Basic("anna", "correct horse");
        var bearer = new Credentials.Bearer("tok-123456");
        try (var server = new HttpGitServer(root)) {
            server.expectAuthorization("Basic "
                    + Base64.getEncoder()
                            .encodeToString("anna:correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            try (Mirror mirror = mirror(new Remote(server.url(), "main", basic))) {
                fetched(mirror);
            }
            try (Mirror mirror = mirror(new Remote(server.url(), "main", bearer))) {
                assertThat(mirror.poll()).isInstanceOfSatisfying(PollOutcome.Refused.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(Refusal.NOT_PERMITTED);
                    assertThat(refused.toString()).doesNotContain("tok-123456");
                });
            }
            server.expectAuthorization("Bearer tok-123456");
            try (Mirror mirror = mirror(new Remote(server.url(), "main", bearer))) {
                fetchedOrUnchanged(mirror);
            }
            assertThat(refusal(server.remote())).isEqualTo(Refusal.NOT_PERMITTED);
        }
    }

    @Test
    @DisplayName("T-032 a redirect is not followed")
    void redirect() {
        try (var elsewhere = new HttpGitServer(root);
                var server = new HttpGitServer(root)) {
            server.redirectTo(elsewhere.url() + "/info/refs?service=git-upload-pack");
            assertThat(refusal(server.remote())).isEqualTo(Refusal.BAD_ADDRESS);
            assertThat(elsewhere.takeBytesOut()).isZero();
        }
    }

    private void foreignTags(int count) {
        var input = new StringBuilder();
        for (int i = 0; i < count; i++) {
            input.append("create refs/tags/release/build-").append(i).append(" HEAD\n");
        }
        git.write("../refs.txt", input.toString());
        GitFixture.run(
                root,
                "sh",
                "-c",
                "git -C remote.git update-ref --stdin < refs.txt && git -C remote.git pack-refs --all");
    }

    private Refusal refusal(Remote remote) {
        try (Mirror mirror = mirror(remote)) {
            PollOutcome outcome = mirror.poll();
            assertThat(outcome).isInstanceOf(PollOutcome.Refused.class);
            return ((PollOutcome.Refused) outcome).refusal();
        }
    }

    private Mirror mirror(Remote remote) {
        return Mirror.open(root.resolve("mirror"), remote);
    }

    private static Snapshot fetched(Mirror mirror) {
        PollOutcome outcome = mirror.poll();
        assertThat(outcome).isInstanceOf(PollOutcome.Fetched.class);
        return ((PollOutcome.Fetched) outcome).snapshot();
    }

    private static void fetchedOrUnchanged(Mirror mirror) {
        assertThat(mirror.poll()).isInstanceOfAny(PollOutcome.Fetched.class, PollOutcome.Unchanged.class);
    }
}
