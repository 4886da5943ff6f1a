package io.fairlead.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {
    @TempDir
    private Path folder = Path.of("");

    private static Verb rollback(Clones clones, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "-C";
        arguments[1] = clones.folder().toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Verb.run(new RollbackCommand(), arguments);
    }

    @Test
    void revertsTheLastCommitAndPushes() {
        Clones clones = new Clones(folder);
        clones.commit("image: web:2\n", "Run web 2");
        Verb verb = rollback(clones);
        assertThat(verb.exitCode()).as(verb.output()).isZero();
        assertThat(clones.content()).isEqualTo("image: web:1\n");
        assertThat(clones.remote("log", "-1", "--format=%s", "main")).isEqualTo("Revert \"Run web 2\"\n");
        assertThat(clones.remote("rev-list", "--count", "main")).isEqualTo("3\n");
    }

    @Test
    void saysWhyWhereTold() {
        Clones clones = new Clones(folder);
        clones.commit("image: web:2\n", "Run web 2");
        assertThat(rollback(clones, "-m", "It loses baskets").exitCode()).isZero();
        assertThat(clones.remote("log", "-1", "--format=%B", "main"))
                .startsWith("It loses baskets\n\nThis reverts commit ");
    }

    @Test
    void leavesTheCloneAsItWasWhereTheRevertConflicts() {
        Clones clones = new Clones(folder);
        clones.commit("image: web:2\n", "Run web 2");
        clones.commit("image: web:3\n", "Run web 3");
        Verb verb = rollback(clones, "HEAD~1");
        assertThat(verb.exitCode()).isEqualTo(1);
        assertThat(clones.content()).isEqualTo("image: web:3\n");
        assertThat(clones.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void refusesToTouchUncommittedWork() throws IOException {
        Clones clones = new Clones(folder);
        clones.commit("image: web:2\n", "Run web 2");
        Files.writeString(clones.folder().resolve("web.yaml"), "image: web:2-mine\n");
        Verb verb = rollback(clones);
        assertThat(verb.exitCode()).isEqualTo(1);
        assertThat(verb.output()).contains("not committed");
        assertThat(clones.content()).isEqualTo("image: web:2-mine\n");
    }
}
