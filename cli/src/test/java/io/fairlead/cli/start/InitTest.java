package io.fairlead.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionPolicy;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.Program;
import io.fairlead.gitsync.app.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `fairlead init`: what it writes is what `fairlead run` takes, and nothing that is there is touched.
class InitTest {
    @TempDir
    private Path folder = Path.of("");

    private Path home = Path.of("");
    private Path repository = Path.of("");

    @BeforeEach
    void aHomeAndARepository() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        repository = folder.resolve("Our Platform");
        Files.createDirectory(home.resolve(".ssh"));
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString(), "GIT_CONFIG_NOSYSTEM", "1", "XDG_CONFIG_HOME", home.toString());
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended init(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new InitCommand(environment(), home))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(failure.getMessage());
                    return failure instanceof BadInputException ? 65 : 1;
                })
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private String git(String... arguments) {
        return Program.run(
                Files.isDirectory(repository) ? repository : folder,
                environment(),
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    }

    private String key(String name) throws IOException {
        Path file = home.resolve(".ssh").resolve(name);
        Program.run(
                folder,
                environment(),
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name + "@host", "-f", file.toString()));
        return Files.readString(Path.of(file + ".pub")).strip();
    }

    private PromotionPolicy policy() throws SourceFile.InvalidException {
        SourceFile.Content content = SourceFile.read(repository.resolve("fairlead.yaml"));
        var parsed = PromotionCodec.parsePolicy(content.objects().getFirst());
        assertThat(parsed).isInstanceOf(io.fairlead.api.Parsed.Valid.class);
        return ((io.fairlead.api.Parsed.Valid<PromotionPolicy>) parsed).value();
    }

    @Test
    void writesASourceThatTakesOnlyItsUsersSignature() throws Exception {
        String key = key("id_ed25519");
        git("config", "--global", "user.email", "Jane.Doe@example.com");
        Ended ended = init(repository.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        GitSource source =
                SourceFile.read(repository.resolve("fairlead.yaml")).sources().getFirst();
        assertThat(source.spec().url())
                .isEqualTo("file://" + repository.toString().replace(" ", "%20"));
        assertThat(source.spec().branch()).isEqualTo("main");
        assertThat(source.meta().name()).isEqualTo("our-platform");
        assertThat(source.spec().scopes())
                .containsExactly(
                        new GitSource.Scope("platform", "platform", ""),
                        new GitSource.Scope("hello", "apps/hello", "hello"));
        PromotionPolicy policy = policy();
        assertThat(policy.people()).containsExactly(new PromotionPolicy.Person("jane-doe", List.of(key)));
        assertThat(policy.stages().getFirst().requiresSignature()).isTrue();
        assertThat(policy.stages().getFirst().promoters()).containsExactly("jane-doe");
        for (String file : List.of("platform/namespaces.yaml", "apps/hello/hello.yaml", "FAIRLEAD.md")) {
            assertThat(repository.resolve(file)).isNotEmptyFile();
        }
        assertThat(ended.out())
                .contains("git init -b main", "git config gpg.format ssh", "fairlead run")
                .contains("user.signingkey ~/.ssh/id_ed25519.pub");
    }

    @Test
    void theKeyThatGitSignsWithGoesFirst() throws Exception {
        key("id_ed25519");
        String chosen = key("work");
        git("config", "--global", "gpg.format", "ssh");
        git("config", "--global", "user.signingkey", "~/.ssh/work");
        Ended ended = init(repository.toString());
        assertThat(policy().people().getFirst().sshKeys()).containsExactly(chosen);
        assertThat(ended.out()).doesNotContain("git config");
    }

    @Test
    void aKeyThatNoPolicyTakesIsPassedOver() throws Exception {
        Path weak = home.resolve(".ssh/id_rsa");
        Program.run(
                folder,
                environment(),
                List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", weak.toString()));
        Ended ended = init(repository.toString());
        assertThat(policy().people()).isEmpty();
        assertThat(policy().stages().getFirst().requiresSignature()).isFalse();
        assertThat(ended.out()).contains("No SSH key was found", "ssh-keygen -t ed25519");
        assertThat(init(folder.resolve("other").toString(), "--key", weak + ".pub"))
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(65))
                .satisfies(refused -> assertThat(refused.err()).contains("3072 bits"));
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void theRemoteAndTheBranchAreThoseOfTheClone() throws Exception {
        git("init", "-q", "-b", "trunk", repository.toString());
        git("remote", "add", "origin", "git@git.example.com:team/platform.git");
        Ended ended = init(repository.toString());
        GitSource.Spec spec = SourceFile.read(repository.resolve("fairlead.yaml"))
                .sources()
                .getFirst()
                .spec();
        assertThat(spec.url()).isEqualTo("ssh://git@git.example.com/team/platform.git");
        assertThat(spec.branch()).isEqualTo("trunk");
        assertThat(ended.out()).contains("&& git push", "--ssh-key").doesNotContain("git init");
        assertThat(git("status", "--porcelain")).doesNotContain("A ");
    }

    @Test
    void nothingIsOverwrittenAndThenNothingIsWritten() throws IOException {
        Path mine = repository.resolve("apps/hello/hello.yaml");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        Ended ended = init(repository.toString());
        assertThat(ended.exitCode()).isEqualTo(65);
        assertThat(ended.err()).contains(mine.toString()).contains("nothing is overwritten");
        assertThat(mine).hasContent("mine");
        assertThat(repository.resolve("fairlead.yaml")).doesNotExist();
        assertThat(repository.resolve("platform")).doesNotExist();
    }

    @Test
    void aDryRunShowsAndWritesNothing() {
        Ended ended = init(repository.toString(), "--dry-run");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("kind: GitSource", "kind: CloneSet", "Nothing was written");
        assertThat(repository).doesNotExist();
    }
}
