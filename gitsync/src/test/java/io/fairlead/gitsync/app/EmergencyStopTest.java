package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person stops gitsync without Git: on a source, on a namespace, on one object.
class EmergencyStopTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final String FREEZE = "gitops.fairlead.io/freeze";
    private static final String AUTO = "{name: prod, gate: auto}";

    @TempDir
    private Path folder = Path.of("");

    private @Nullable GitSyncRig started;

    @BeforeEach
    void start() throws SourceFile.InvalidException {
        GitSyncRig rig = new GitSyncRig(folder, AUTO);
        started = rig;
        rig.write("a", "one").write("b", "one").git.commit("Begin");
        rig.start();
        rig.await("both are applied", () -> rig.isIn("Healthy"));
    }

    @AfterEach
    void stop() {
        rig().close();
    }

    private GitSyncRig rig() {
        return Objects.requireNonNull(started);
    }

    @Test
    @DisplayName("a suspended source says so within 2 s, and goes on when it is told to")
    void suspend() {
        GitSyncRig rig = rig();
        rig.edit(GitSyncRig.SOURCE, o -> o.withObject("/spec").put("suspend", true));
        rig.await("suspended", PROMISED, () -> rig.isIn("Suspended"));

        rig.write("a", "two").git.commit("Change");
        rig.wake();
        rig.edit(GitSyncRig.SOURCE, o -> o.withObject("/spec").put("suspend", false));
        rig.await("the change", () -> rig.value("a").equals("two"));
    }

    @Test
    @DisplayName("a frozen namespace gets no write, says so within 2 s, and goes on when it is thawed")
    void freezeNamespace() {
        GitSyncRig rig = rig();
        rig.edit(
                GitSyncRig.NAMESPACE, o -> o.withObject("/metadata/annotations").put(FREEZE, "incident 7"));
        rig.await("frozen", PROMISED, () -> rig.isIn("Suspended"));
        assertThat(rig.status().path("message").asText())
                .contains("namespace shop")
                .contains("incident 7");

        rig.write("a", "two").git.commit("Change");
        rig.edit(
                GitSyncRig.NAMESPACE, o -> o.withObject("/metadata/annotations").remove(FREEZE));
        rig.await("the change", () -> rig.value("a").equals("two"));
    }

    @Test
    @DisplayName("a frozen object is neither changed nor pruned, whatever Git says; the others are")
    void freezeObject() {
        GitSyncRig rig = rig();
        String path = GitSyncRig.NAMESPACE + "/configmaps/a";
        rig.edit(path, o -> o.withObject("/metadata/annotations").put(FREEZE, ""));
        rig.write("a", "two").write("b", "two").git.commit("Change both");
        rig.wake();
        rig.await("held", () -> rig.isIn("Held"));
        assertThat(rig.value("a")).isEqualTo("one");
        assertThat(rig.value("b")).isEqualTo("two");
        assertThat(rig.status().path("message").asText())
                .contains("ConfigMap/shop/a")
                .contains(FREEZE);

        rig.git.git("rm", "-q", "shop/a.yaml");
        String before = rig.api
                .at(GitSyncRig.DELIVERY)
                .orElseThrow()
                .path("status")
                .path("desired")
                .toString();
        rig.git.commit("Take it away");
        rig.wake();
        rig.await(
                "the commit is seen",
                () -> !rig.status().path("desired").toString().equals(before));
        assertThat(rig.configMap("a")).isPresent();

        rig.edit(path, o -> o.withObject("/metadata/annotations").remove(FREEZE));
        rig.wake();
        rig.await("it is pruned", () -> rig.configMap("a").isEmpty());
    }
}
