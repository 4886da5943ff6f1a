package io.fairlead.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.testing.AuditLog;
import io.fairlead.api.testing.RealCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// One story, told in order: create, hold, promote, settle, and the notes.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneCommitBecomesPodsTest {
    private static final int REPLICAS = 5;
    private static final int PATCHES_MAX = 3;
    private static final Duration QUIET = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static @Nullable Line started;
    private static String second = "";

    private static Line line() {
        Line line = started;
        if (line == null) {
            throw new IllegalStateException("not started");
        }
        return line;
    }

    @BeforeAll
    static void start() {
        started = Line.start(folder, RealCluster.Options.WITH_WORKERS);
    }

    @AfterAll
    static void stop() {
        Line line = started;
        if (line != null) {
            line.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("CS-002 a commit with a CloneSet makes pods, and a note on the commit says so")
    void aCommitMakesPods() {
        String first = line().repository
                .write("apps/shop/checkout.yaml", Manifests.cloneSet("app:1", REPLICAS, "2"))
                .write("apps/shop/settings.yaml", Manifests.settings("hello"))
                .commit("Add checkout");
        line().awaitSettled("app:1", REPLICAS);
        line().awaitPhase("Healthy");
        line().await(
                        "the note",
                        () -> line().repository.note(Line.CLUSTER, first).contains("\"st\":\"Healthy\""));
        assertThat(line().repository.note(Line.CLUSTER, first)).contains("\"w\":\"CloneSet/checkout\"");
        assertThat(line().api()
                        .get("/api/v1/namespaces/shop/configmaps/checkout")
                        .body()
                        .at("/data/greeting")
                        .asText())
                .isEqualTo("hello");
    }

    @Test
    @Order(2)
    @DisplayName("GO-001 a new image moves nothing until its tag is there; status names the exact tag")
    void nothingMovesWithoutATag() {
        SortedMap<String, String> before = Pods.identities(line().pods());
        List<String> versions = versions();
        second = line().repository
                .write("apps/shop/checkout.yaml", Manifests.cloneSet("app:2", REPLICAS, "2"))
                .commit("Release checkout 2");
        line().awaitPhase("AwaitingApproval");
        AuditLog.Mark mark = line().audit().mark();
        Run.pause(Duration.ofSeconds(5).toMillis());
        assertThat(line().waitsFor())
                .contains("fl/promote/prod/shop/" + second.substring(0, 12))
                .contains("git push origin");
        assertThat(versions()).isEqualTo(versions);
        assertThat(Pods.identities(line().pods())).isEqualTo(before);
        assertThat(line().audit().since(mark).writesTo("clonesets")).isEmpty();
        line().await(
                        "the note says what it waits for",
                        () -> line().repository.note(Line.CLUSTER, second).contains("\"st\":\"AwaitingApproval\""));
    }

    @Test
    @Order(3)
    @DisplayName(
            "CS-036 the tag lets the pods change in place: same uid, node, address, volumes; at most 3 writes a pod")
    void theTagReleasesInPlace() {
        SortedMap<String, String> before = Pods.identities(line().pods());
        AuditLog.Mark mark = line().audit().mark();
        line().repository.tag("fl/promote/prod/shop/1.9.2", second);
        line().awaitSettled("app:2", REPLICAS);
        line().awaitPhase("Healthy");
        assertThat(Pods.identities(line().pods())).isEqualTo(before);
        for (JsonNode pod : line().pods()) {
            assertThat(Pods.restarts(pod, "main")).isEqualTo(1);
        }
        SortedMap<String, Integer> writes = line().audit().since(mark).podWrites("fairlead");
        assertThat(writes.keySet()).isEqualTo(before.keySet());
        assertThat(writes.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(PATCHES_MAX));
        line().await(
                        "the note on the commit says so",
                        () -> line().repository.note(Line.CLUSTER, second).contains("\"st\":\"Healthy\""));
        assertThat(line().repository.note(Line.CLUSTER, second))
                .contains("\"upd\":5")
                .contains("\"rdy\":5");
    }

    @Test
    @Order(4)
    @DisplayName("kubectl get clonesets reads well")
    void kubectlReadsWell() {
        String[] lines = line().kubectl("get", "clonesets").strip().split("\n");
        assertThat(lines[0].split(" +"))
                .containsExactly(
                        "NAME", "DESIRED", "UPDATED", "UPDATED_READY", "UPDATED_AVAILABLE", "READY", "TOTAL", "AGE");
        assertThat(lines[1].split(" +")).startsWith("checkout", "5", "5", "5", "5", "5", "5");
        assertThat(line().kubectl("get", "clone", "checkout", "-o", "wide")).contains("app:2");
        assertThat(line().kubectl("-n", "fairlead-system", "get", "deliveries"))
                .contains("PHASE")
                .contains("Healthy");
        assertThat(line().kubectl("-n", "fairlead-system", "get", "gitsources")).contains("platform");
    }

    @Test
    @Order(5)
    @DisplayName("a settled cluster gets no writes, leases aside")
    void aSettledClusterIsLeftAlone() {
        AuditLog.Mark mark = line().audit().mark();
        Run.pause(QUIET.toMillis());
        assertThat(line().audit().since(mark).writesBy("fairlead")).isEmpty();
        assertThat(line().audit().since(mark).writesTo("leases"))
                .as("both are at work")
                .anyMatch(w -> w.agent().startsWith("fairlead") && w.name().equals("fairlead-reconciler"))
                .anyMatch(w -> w.agent().startsWith("fairlead") && w.name().equals("fairlead-gitsync"));
    }

    @Test
    @Order(6)
    @DisplayName("GO-020 git revert rolls back in place without a tag")
    void revertRollsBack() {
        SortedMap<String, String> before = Pods.identities(line().pods());
        line().repository.git("revert", "--no-edit", "HEAD");
        line().repository.git("push", "-q", "origin", "main");
        line().awaitSettled("app:1", REPLICAS);
        assertThat(Pods.identities(line().pods())).isEqualTo(before);
        line().awaitPhase("Healthy");
    }

    @Test
    @Order(7)
    @DisplayName("GO-004 a lightweight tag is refused, and says why")
    void aLightweightTagIsRefused() {
        String third = line().repository
                .write("apps/shop/checkout.yaml", Manifests.cloneSet("app:3", REPLICAS, "2"))
                .commit("Release checkout 3");
        line().repository.git("tag", "fl/promote/prod/shop/light", third);
        line().repository.git("push", "-q", "origin", "refs/tags/fl/promote/prod/shop/light");
        line().await(
                        "the refusal",
                        () -> line().delivery()
                                .path("status")
                                .path("details")
                                .toString()
                                .contains("NotAnnotated"));
        assertThat(line().phase()).isEqualTo("AwaitingApproval");
        assertThat(line().pods())
                .allSatisfy(p -> assertThat(Pods.running(p, "main")).isEqualTo("app:1"));
    }

    @Test
    @Order(8)
    @DisplayName("a file that does not parse holds the scope, names file and line, and takes nothing away")
    void badInputLosesNothing() {
        line().repository
                .write("apps/shop/broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x\n")
                .commit("Break a file");
        line().await("the defect", () -> line().waitsFor().contains("apps/shop/broken.yaml:"));
        assertThat(line().pods()).hasSize(REPLICAS);
        line().repository.git("revert", "--no-edit", "HEAD");
        line().repository.git("push", "-q", "origin", "main");
        line().awaitPhase("AwaitingApproval");
    }

    @Test
    @Order(9)
    @DisplayName("both programs end by themselves on SIGTERM, and go on where they were")
    void stopsAndGoesOn() {
        assertThat(line().gitsync.stop()).isIn(0, 143);
        assertThat(line().reconciler.stop()).isIn(0, 143);
        line().reconciler.start();
        line().gitsync.start();
        String head = line().repository.git("rev-parse", "HEAD").strip();
        line().repository.tag("fl/promote/prod/shop/3.0.0", head);
        line().awaitSettled("app:3", REPLICAS);
    }

    private static List<String> versions() {
        return line().pods().stream()
                .map(p -> p.path("metadata").path("name").asText() + " "
                        + p.path("metadata").path("resourceVersion").asText())
                .sorted()
                .toList();
    }
}
