package io.fairlead.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.PlainText;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final String LINE =
            "{\"v\":1,\"t\":\"scope\",\"c\":\"prod\",\"s\":\"shop\",\"w\":\"CloneSet/checkout\","
                    + "\"q\":5,\"at\":\"2026-11-24T00:36:35Z\",\"st\":\"Healthy\",\"upd\":5,\"rdy\":4,\"rep\":5}";

    @TempDir
    private Path folder = Path.of("");

    private Clones noted() {
        Clones clones = new Clones(folder);
        clones.commit("image: web:2\n", "Run web 2");
        clones.git(
                "notes",
                "--ref=fairlead/prod",
                "add",
                "-m",
                "prod  for people\n" + LINE + "\n{\"t\":1}\n{broken",
                "HEAD~1");
        clones.git("push", "-q", "origin", "refs/notes/fairlead/prod");
        clones.git("update-ref", "-d", "refs/notes/fairlead/prod");
        return clones;
    }

    private static Verb log(Clones clones, String... more) {
        String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[] {"-C", clones.folder().toString(), "--cluster", "prod"}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Verb.run(new LogCommand(), arguments);
    }

    @Test
    void showsWhatWasNotedOnTheHost() {
        Verb verb = log(noted());
        assertThat(verb.exitCode()).as(verb.output()).isZero();
        assertThat(verb.output().lines().toList()).hasSize(3);
        assertThat(verb.output().lines().toList().get(1)).contains("Run web 2").doesNotContain("Healthy");
        assertThat(verb.output().lines().toList().get(2))
                .contains("Run web 1", "shop/CloneSet/checkout", "Healthy", "5/5", "4/5");
    }

    @Test
    @DisplayName("T-063 no subject moves the cursor, and none looks like a commit of its own")
    void subjectsOfStrangers() {
        Clones clones = noted();
        String fake = "x\u001e" + "f".repeat(40) + "\u001fAll is well\u001f" + LINE;
        clones.commit("image: web:3\n", "\u001b[2J\u009b31m" + fake);
        Verb verb = log(clones);
        assertThat(verb.exitCode()).as(verb.output()).isZero();
        assertThat(verb.output().lines()).hasSize(4).allMatch(PlainText::isPlain);
        assertThat(log(clones, "-o", "json").output()).containsOnlyOnce("\"workload\"");
    }

    @Test
    void answersProgramsInJson() {
        assertThat(log(noted(), "-n", "2", "-o", "json").output())
                .contains("\"workload\" : \"CloneSet/checkout\"", "\"ready\" : 4");
    }
}
