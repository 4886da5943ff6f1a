package io.fairlead.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromoteTest {
    @TempDir
    private Path folder = Path.of("");

    private Verb promote(Clones clones, String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"shop", "--stage", "prod", "-C", clones.folder().toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Verb.run(new PromoteCommand(), arguments);
    }

    @Test
    void pushesAnAnnotatedTagThatSaysHowFar() {
        Clones clones = new Clones(folder);
        Verb verb = promote(clones, "--partition", "90%", "--id", "1.0-one", "-m", "One pod first");
        assertThat(verb.exitCode()).as(verb.output()).isZero();
        assertThat(clones.remote("cat-file", "-t", "refs/tags/fl/promote/prod/shop/1.0-one"))
                .isEqualTo("tag\n");
        assertThat(clones.remote("cat-file", "-p", "refs/tags/fl/promote/prod/shop/1.0-one"))
                .contains("object " + clones.git("rev-parse", "HEAD"))
                .endsWith("One pod first\n\nPartition: 90%\n");
    }

    @Test
    void signsWhereSigningIsSetUp() {
        Clones clones = new Clones(folder);
        clones.signWithAKey();
        assertThat(promote(clones, "--id", "1").exitCode()).isZero();
        assertThat(clones.remote("cat-file", "-p", "refs/tags/fl/promote/prod/shop/1"))
                .contains("-----BEGIN SSH SIGNATURE-----");
    }

    @Test
    void namesTheTagAfterTheCommit() {
        Clones clones = new Clones(folder);
        promote(clones, "--partition", "50%");
        String commit = clones.git("rev-parse", "HEAD").substring(0, 12);
        assertThat(clones.remote("tag", "--list").strip()).isEqualTo("fl/promote/prod/shop/" + commit + "-50");
    }

    @Test
    void dryRunShowsTheCommandsAndDoesNothing() {
        Clones clones = new Clones(folder);
        Verb verb = promote(clones, "--dry-run", "-m", "It's time");
        assertThat(verb.output()).contains("git tag -a fl/promote/prod/shop/").contains("'It'\\''s time'");
        assertThat(clones.git("tag", "--list")).isEmpty();
    }

    @Test
    void leavesNothingBehindWhereThePushIsRefused() {
        Clones clones = new Clones(folder);
        clones.git("config", "remote.origin.pushurl", folder.resolve("nowhere").toString());
        Verb verb = promote(clones);
        assertThat(verb.exitCode()).isEqualTo(1);
        assertThat(verb.output()).contains("nowhere");
        assertThat(clones.git("tag", "--list")).isEmpty();
    }

    @Test
    void refusesWhatNoTagCanCarry() {
        Clones clones = new Clones(folder);
        assertThat(promote(clones, "--partition", "12.5%").output())
                .contains("--partition '12.5%' is not a whole percentage");
        assertThat(promote(clones, "--id", "a/b").output()).contains("--id 'a/b' is not made of");
        assertThat(promote(clones, "--commit", "nothing").exitCode()).isEqualTo(1);
        assertThat(clones.git("tag", "--list")).isEmpty();
    }
}
