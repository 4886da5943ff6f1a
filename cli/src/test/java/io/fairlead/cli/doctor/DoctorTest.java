package io.fairlead.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cli.doctor.Finding.State;
import io.fairlead.cli.program.Program;
import io.fairlead.cli.program.RepositoryUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `fairlead doctor` on machines that lack one thing or another, and without a cluster.
class DoctorTest {
    @TempDir
    private Path home = Path.of("");

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString(), "GIT_CONFIG_NOSYSTEM", "1", "XDG_CONFIG_HOME", home.toString());
    }

    private MachineChecks machine() {
        return new MachineChecks(environment(), home, home);
    }

    private void git(String... command) {
        Program.run(home, environment(), List.of(command));
    }

    @ParameterizedTest
    @CsvSource({
        "git version 2.34.1, OK",
        "git version 2.47.0.windows.1, OK",
        "git version 3.0.0, OK",
        "git version 2.33.9 (Apple Git-1), WARN",
        "git version 1.99.0, WARN",
        "something else, WARN"
    })
    void anOldGitSignsNothing(String answer, State state) {
        assertThat(MachineChecks.git(answer).state()).isEqualTo(state);
    }

    @Test
    void theSigningKeyIsFollowedFromMissingToConfigured() {
        assertThat(machine().signingKey().state()).isEqualTo(State.WARN);
        assertThat(machine().signingKey().mend()).contains("ssh-keygen -t ed25519");
        Path key = home.resolve(".ssh").resolve("id_ed25519");
        assertThat(home.resolve(".ssh").toFile().mkdir()).isTrue();
        git("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        assertThat(machine().signingKey())
                .satisfies(found -> assertThat(found.state()).isEqualTo(State.WARN))
                .satisfies(found -> assertThat(found.mend())
                        .containsExactly(
                                "git config --global gpg.format ssh",
                                "git config --global user.signingkey ~/.ssh/id_ed25519.pub"));
        git("git", "config", "--global", "gpg.format", "ssh");
        git("git", "config", "--global", "user.signingkey", key + ".pub");
        assertThat(machine().signingKey()).isEqualTo(Finding.ok("signing key", "~/.ssh/id_ed25519.pub"));
    }

    @Test
    void anAuthorWithoutANameIsNoticed() {
        assertThat(machine().author().state()).isEqualTo(State.WARN);
        git("git", "config", "--global", "user.name", "Jane");
        git("git", "config", "--global", "user.email", "jane@example.com");
        assertThat(machine().author()).isEqualTo(Finding.ok("author", "Jane <jane@example.com>"));
    }

    @Test
    void aMissingProgramIsAFailure() {
        MachineChecks bare = new MachineChecks(Map.of("PATH", home.toString()), home, home);
        assertThat(bare.sshKeygen().state()).isEqualTo(State.FAIL);
        assertThat(bare.sshKeygen().mend().getFirst()).contains("openssh-client");
    }

    @Test
    void anUnknownHostIsAFailureThatNamesTheScan() throws IOException {
        RepositoryUrl url = RepositoryUrl.of("ssh://git@git.example.com:2222/platform.git", home);
        RepositoryChecks checks = new RepositoryChecks(environment(), home, url);
        String host = url.knownHost().orElseThrow();
        assertThat(checks.hostKey(host).state()).isEqualTo(State.FAIL);
        Path ssh = Files.createDirectory(home.resolve(".ssh"));
        git(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                ssh.resolve("host").toString());
        String key = Files.readString(ssh.resolve("host.pub")).split(" ", 3)[1];
        Files.writeString(ssh.resolve("known_hosts"), "other.example.com ssh-ed25519 " + key + "\n");
        assertThat(checks.hostKey(host).mend().getFirst()).startsWith("ssh-keyscan -p 2222 git.example.com >> ");
        Files.writeString(ssh.resolve("known_hosts"), "[git.example.com]:2222 ssh-ed25519 " + key + "\n");
        assertThat(checks.hostKey(host).state()).isEqualTo(State.OK);
    }

    @Test
    void aRepositoryThatIsNotThereIsNamed() {
        RepositoryUrl missing = RepositoryUrl.of("missing", home);
        assertThat(new RepositoryChecks(environment(), home, missing).reachable())
                .satisfies(found -> assertThat(found.state()).isEqualTo(State.FAIL))
                .satisfies(found -> assertThat(found.found())
                        .contains(home.resolve("missing").toString()));
        git("git", "init", "-q", "-b", "main", "there");
        git(
                "git",
                "-C",
                "there",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "x");
        assertThat(new RepositoryChecks(environment(), home, RepositoryUrl.of("there", home)).all())
                .containsExactly(Finding.ok("repository", "file://" + home.resolve("there") + ", 1 branch"));
    }

    @Test
    void answersProgramsAndWorksWithoutACluster() throws IOException {
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new DoctorCommand(environment(), home))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .execute("-o", "json", "--repo", home.resolve("missing").toString());
        JsonNode findings = new ObjectMapper().readTree(out.toString());
        assertThat(exitCode).isEqualTo(1);
        assertThat(findings.findValuesAsText("check"))
                .contains("java", "git", "ssh-keygen", "author", "signing key", "data folder", "repository", "cluster");
        for (JsonNode each : findings) {
            assertThat(each.path("mend").isEmpty())
                    .isEqualTo(each.path("state").asText().equals("ok"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "git@host.example:team/a.git, ssh://git@host.example/team/a.git",
        "https://user:secret@host.example/a.git, https://host.example/a.git",
        "https://token@host.example/a.git, https://host.example/a.git",
        "ssh://git:secret@host.example/a.git, ssh://git@host.example/a.git",
        "/srv/a b.git, file:///srv/a%20b.git",
        "file:///srv/a.git, file:///srv/a.git"
    })
    void repositoriesAreWrittenAsSourcesTakeThem(String given, String text) {
        assertThat(RepositoryUrl.of(given, home).text()).isEqualTo(text);
    }
}
