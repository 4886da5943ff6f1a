package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshRemoteTest {
    @TempDir
    private Path root;

    private GitFixture git;
    private Path hostKey;
    private Path userKey;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("apps/a.yaml", "a: 1").commit("first");
        hostKey = git.key("host", "-t", "ed25519");
        userKey = git.key("user", "-t", "ed25519");
    }

    @Test
    @DisplayName("GO-032 a listed host and an Ed25519 key bring head and tags, over protocol v2")
    void fetches() throws Exception {
        TagRef tag = git.tag("fl/promote/prod/payments/1");
        try (var server = new SshGitServer(git.bare(), hostKey, userKey)) {
            assertThat(poll(server, userKey, server.knownHost()))
                    .isEqualTo(new PollOutcome.Fetched(new Snapshot(git.head(), List.of(tag), true)));
            assertThat(server.protocols()).containsOnly("version=2");
        }
    }

    @Test
    @DisplayName("GO-032 T-033 a host that is not listed, or shows another key, is refused")
    void hostKeyUnknown() throws Exception {
        Path otherKey = git.key("other-host", "-t", "ed25519");
        try (var server = new SshGitServer(git.bare(), hostKey, userKey)) {
            String listed = server.knownHost();
            String changed = listed.split(" ")[0] + " " + Files.readString(Path.of(otherKey + ".pub"));
            String otherPort = listed.replaceFirst("]:[0-9]+", "]:1");
            for (String knownHosts : List.of(
                    "# nobody",
                    changed,
                    otherPort,
                    "@revoked " + listed,
                    listed + "\n@revoked * " + listed.substring(listed.indexOf(' ') + 1))) {
                assertThat(refusal(poll(server, userKey, knownHosts)))
                        .as(knownHosts)
                        .isEqualTo(Refusal.HOST_KEY_UNKNOWN);
            }
            assertThat(server.protocols()).isEmpty();
        }
    }

    @Test
    @DisplayName("a hashed entry of known_hosts is understood")
    void hashedHosts() throws Exception {
        try (var server = new SshGitServer(git.bare(), hostKey, userKey)) {
            Path file = root.resolve("known_hosts");
            Files.writeString(file, server.knownHost() + "\n");
            GitFixture.run(root, "ssh-keygen", "-q", "-H", "-f", file.toString());
            assertThat(Files.readString(file)).startsWith("|1|");
            assertThat(poll(server, userKey, Files.readString(file))).isInstanceOf(PollOutcome.Fetched.class);
        }
    }

    @Test
    @DisplayName("T-034 a key that the host does not take is NOT_PERMITTED, and is not shown")
    void wrongKey() throws Exception {
        Path stranger = git.key("stranger", "-t", "ed25519");
        try (var server = new SshGitServer(git.bare(), hostKey, userKey)) {
            PollOutcome outcome = poll(server, stranger, server.knownHost());
            assertThat(refusal(outcome)).isEqualTo(Refusal.NOT_PERMITTED);
            Files.readAllLines(stranger).stream()
                    .filter(line -> line.length() > 20)
                    .forEach(line -> assertThat(outcome.toString()).doesNotContain(line));
        }
    }

    @Test
    @DisplayName("a key or a list of hosts that cannot be read is refused before anything is sent")
    void unreadable() throws Exception {
        try (var server = new SshGitServer(git.bare(), hostKey, userKey)) {
            Path text = root.resolve("text");
            Files.writeString(
                    text, "-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n");
            assertThat(refusal(poll(server, text, server.knownHost()))).isEqualTo(Refusal.BAD_ADDRESS);
            assertThat(refusal(poll(server, userKey, "not a line of known_hosts")))
                    .isEqualTo(Refusal.BAD_ADDRESS);
            assertThat(refusal(poll(server, userKey, " "))).isEqualTo(Refusal.BAD_ADDRESS);
        }
    }

    private PollOutcome poll(SshGitServer server, Path privateKey, String knownHosts) throws Exception {
        var remote = new Remote(server.url(), "main", new Credentials.SshKey(Files.readString(privateKey), knownHosts));
        try (Mirror mirror = Mirror.open(root.resolve("mirror"), remote)) {
            return mirror.poll();
        }
    }

    private static Refusal refusal(PollOutcome outcome) {
        assertThat(outcome).isInstanceOf(PollOutcome.Refused.class);
        return ((PollOutcome.Refused) outcome).refusal();
    }
}
