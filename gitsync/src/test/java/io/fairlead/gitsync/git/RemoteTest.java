package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteTest {
    private static final Credentials NOBODY = new Credentials.Anonymous();
    private static final Credentials KEY = new Credentials.SshKey("key", "host ssh-ed25519 AAAA");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.org/team/repo.git",
                "https://git.example.org:8443/repo",
                "http://git.example.org/repo",
                "https://[::1]:8443/repo",
                "file:///srv/git/repo.git"
            })
    @DisplayName("ordinary addresses are fine")
    void fine(String url) {
        assertThat(Connection.defectOf(new Remote(url, "main", NOBODY))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "repo",
                "/srv/git/repo",
                "ext::sh -c id",
                "git://example.org/repo",
                "ftp://example.org/repo",
                "https://-oProxyCommand=id/repo",
                "https://anna:secret@example.org/repo",
                "https://example.org/repo\nHost: other",
                "https:///repo",
                "file://host/srv/repo",
                "file:repo",
                "ssh://example.org/repo"
            })
    @DisplayName("T-030 everything else is refused before anything is sent")
    void refused(String url) {
        assertThat(Connection.defectOf(new Remote(url, "main", NOBODY))).isPresent();
    }

    @Test
    @DisplayName("SSH needs a user, a key and known hosts")
    void ssh() {
        assertThat(Connection.defectOf(new Remote("ssh://git@example.org/repo", "main", KEY)))
                .isEmpty();
        assertThat(Connection.defectOf(new Remote("ssh://example.org/repo", "main", KEY)))
                .isPresent();
        assertThat(Connection.defectOf(new Remote("ssh://-l@example.org/repo", "main", KEY)))
                .isPresent();
        assertThat(Connection.defectOf(new Remote("ssh://git:pw@example.org/repo", "main", KEY)))
                .isPresent();
        assertThat(Connection.defectOf(new Remote("ssh://git@example.org/repo", "main", NOBODY)))
                .isPresent();
        Credentials noHosts = new Credentials.SshKey("key", " ");
        assertThat(Connection.defectOf(new Remote("ssh://git@example.org/repo", "main", noHosts)))
                .isPresent();
    }

    @Test
    @DisplayName("credentials go over TLS or to this machine only")
    void overTls() {
        Credentials token = new Credentials.Bearer("token");
        assertThat(Connection.defectOf(new Remote("http://example.org/repo", "main", token)))
                .isPresent();
        assertThat(Connection.defectOf(new Remote("http://127.0.0.1:3000/repo", "main", token)))
                .isEmpty();
        assertThat(Connection.defectOf(new Remote("https://example.org/repo", "main", token)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a..b", "a\nb", "-", "/a", "a.lock", "a:b", "*"})
    @DisplayName("a branch that is no name is refused")
    void branches(String branch) {
        boolean valid = branch.equals("-");
        assertThat(Connection.defectOf(new Remote("https://example.org/repo", branch, NOBODY))
                        .isEmpty())
                .isEqualTo(valid);
    }

    @Test
    @DisplayName("T-034 T-063 no text that is shown holds a secret, a URL's user or a control character")
    void masks() {
        var remote = new Remote("https://example.org/r", "main", new Credentials.Basic("anna", "pa55word"));
        assertThat(remote.toString()).doesNotContain("pa55word");
        assertThat(new Credentials.Basic("anna", "pa55word").toString()).doesNotContain("pa55word");
        assertThat(new Credentials.Bearer("t0ken").toString()).doesNotContain("t0ken");
        assertThat(new Credentials.SshKey("k3y", "hosts").toString()).doesNotContain("k3y");
        assertThat(remote.mask("denied pa55word at https://bob:x@h/p \u001b[31m\nnext"))
                .isEqualTo("denied *** at https://***@h/p  [31m next");
        assertThat(remote.mask("x".repeat(10_000))).hasSize(GitLimits.DETAIL_CHARS_MAX + 1);
        assertThat(new Remote("https://u:pw@example.org/r", "main", NOBODY).toString())
                .doesNotContain("pw");
    }
}
