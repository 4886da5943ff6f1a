package io.fairlead.cli.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.site.Site;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.kube.ApiRequest.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What a team lives through with one repository, told in order, on any cluster and over any transport. Each chapter
/// starts from where the one before it ended.
final class PromotionStory {
    static final String SOURCE = "platform";
    private static final String SHOP = "shop";
    private static final String SEARCH = "search";
    private static final int REPLICAS = 5;
    private static final String CLONE_SETS = "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/web";

    private final Site site;
    private final Pods pods;
    private final GitFixture git;
    private final Path key;
    private final Path stranger;
    private int barriers;
    private String second = "";
    private String third = "";

    /// @param key that may promote
    PromotionStory(Site site, GitFixture git, Path key) {
        this.site = site;
        this.pods = new Pods(site, SHOP);
        this.git = git;
        this.key = key;
        this.stranger = git.key("stranger", "-t", "ed25519");
    }

    /// What is told before anything is in doubt.
    Stream<DynamicTest> beginning() {
        return Stream.of(
                dynamicTest("CS-002 the first commit makes pods", this::begins),
                dynamicTest("GO-001 nothing moves without a tag, and the status names it", this::noTag),
                dynamicTest("GO-004 a lightweight tag opens nothing", this::lightweight),
                dynamicTest("T-011 an unsigned tag opens nothing", this::unsigned),
                dynamicTest("GO-005 a tag of another stage under this one's name opens nothing", this::copied),
                dynamicTest("GO-007 a stranger's signature opens nothing, and its fingerprint is shown", this::unknown),
                dynamicTest("GO-002 a tag with a partition moves exactly one pod of five, then waits", this::partition),
                dynamicTest("GO-011 a tag that is deleted moves no pod back, and none on", this::withdrawn));
    }

    Stream<DynamicTest> restOfIt() {
        return Stream.of(
                dynamicTest("CS-036 the whole tag moves the others in place", this::whole),
                dynamicTest("GO-012 a tag of a release that is through can be deleted", this::tagOfThePast),
                dynamicTest(
                        "GO-015 GO-019 an approval holds while another scope changes, which waits for its own",
                        this::scopes),
                dynamicTest("GO-035 what a person adds to a note stays in it", this::foreignNote),
                dynamicTest(
                        "GO-024 a revert with something more is no rollback, and the status says so",
                        this::almostRevert),
                dynamicTest("GO-020 a revert goes back in place without a tag", this::revert),
                dynamicTest("GO-045 a partition of 0% is healthy when it is through", this::partitionOfNothing),
                dynamicTest("GO-042 a release that fails does not keep its fix waiting", this::fix),
                dynamicTest("GO-044 a commit that takes most things away takes none", this::pruneLimit),
                dynamicTest(
                        "GO-046 a host that shows an older branch stops promotion, not the repair of pods",
                        this::backwards),
                dynamicTest("GO-017 GO-040 a rewritten branch changes nothing", this::rewritten),
                dynamicTest("GO-036 a host that refuses notes delays nothing", this::notesRefused));
    }

    private void begins() {
        web("web:1", "maxUnavailable: 2", REPLICAS)
                .map(SHOP, "settings", "hello")
                .map(SEARCH, "index", "one");
        for (int i = 0; i < 8; i++) {
            map(SHOP, "m" + i, "x");
        }
        git.commit("Begin");
        awaitSettled("web:1", REPLICAS);
        site.awaitPhase(SOURCE, SHOP, "Healthy");
        site.awaitPhase(SOURCE, SEARCH, "Healthy");
    }

    private void noTag() {
        SortedMap<String, String> before = pods.identities();
        String version = cloneSet().at("/metadata/resourceVersion").asText();
        web("web:2", "maxUnavailable: 2", REPLICAS);
        second = git.commit("Release 2").hex();
        site.awaitPhase(SOURCE, SHOP, "AwaitingApproval");
        assertThat(site.said(SOURCE, SHOP))
                .contains("fl/promote/prod/shop/" + second.substring(0, 12), "git tag -s", "git push origin");
        barrier();
        assertThat(pods.identities()).isEqualTo(before);
        assertThat(pods.told("web:2")).isZero();
        assertThat(cloneSet().at("/metadata/resourceVersion").asText()).isEqualTo(version);
    }

    private void lightweight() {
        git.git("tag", "fl/promote/prod/shop/light", second);
        git.push("fl/promote/prod/shop/light");
        awaitSaid(SHOP, "NotAnnotated");
        assertThat(pods.told("web:2")).isZero();
    }

    private void unsigned() {
        git.git("tag", "-a", "-m", "let it go", "fl/promote/prod/shop/bare", second);
        git.push("fl/promote/prod/shop/bare");
        awaitSaid(SHOP, "Unsigned");
        assertThat(pods.told("web:2")).isZero();
    }

    private void copied() {
        sign(key, "fl/promote/staging/shop/x", second, "let it go");
        git.git("push", "-q", "origin", "refs/tags/fl/promote/staging/shop/x:refs/tags/fl/promote/prod/shop/x");
        awaitSaid(SHOP, "RefNameMismatch");
        assertThat(pods.told("web:2")).isZero();
    }

    private void unknown() {
        sign(stranger, "fl/promote/prod/shop/stranger", second, "let it go");
        git.push("fl/promote/prod/shop/stranger");
        awaitSaid(SHOP, "SIGNER_UNKNOWN: SHA256:");
        assertThat(pods.told("web:2")).isZero();
    }

    private void partition() {
        sign(key, "fl/promote/prod/shop/some", second, "Some of it\n\nPartition: 80%");
        git.push("fl/promote/prod/shop/some");
        site.await("one pod is on it", () -> pods.ready("web:2") == 1, this::state);
        awaitNote(second, "\"st\":\"Paused\"");
        barrier();
        assertThat(pods.told("web:2")).isEqualTo(1);
        assertThat(pods.ready("web:1")).isEqualTo(REPLICAS - 1);
    }

    private void withdrawn() {
        git.git("push", "-q", "origin", ":refs/tags/fl/promote/prod/shop/some");
        awaitSaid(SHOP, "ApprovalWithdrawn");
        barrier();
        assertThat(pods.told("web:2")).isEqualTo(1);
    }

    private void whole() {
        SortedMap<String, String> before = pods.identities();
        promote(SHOP, "all", second);
        awaitSettled("web:2", REPLICAS);
        site.awaitPhase(SOURCE, SHOP, "Healthy");
        assertThat(pods.identities()).isEqualTo(before);
        awaitNote(second, "\"st\":\"Healthy\"");
    }

    private void tagOfThePast() {
        SortedMap<String, String> before = pods.identities();
        git.git("push", "-q", "origin", ":refs/tags/fl/promote/prod/shop/all");
        barrier();
        assertThat(pods.identities()).isEqualTo(before);
        assertThat(pods.ready("web:2")).isEqualTo(REPLICAS);
        assertThat(site.phase(SOURCE, SHOP)).isEqualTo("Healthy");
    }

    private void scopes() {
        web("web:3", "maxUnavailable: 2", REPLICAS);
        third = git.commit("Release 3").hex();
        site.awaitPhase(SOURCE, SHOP, "AwaitingApproval");
        awaitNote(third, "\"st\":\"AwaitingApproval\"");
        git.git("notes", "--ref=fairlead/test", "append", "-m", "Anna: not before lunch", third);
        git.git("push", "-q", "origin", "refs/notes/fairlead/test");
        map(SEARCH, "index", "two");
        git.commit("Another index");
        site.awaitPhase(SOURCE, SEARCH, "AwaitingApproval");
        promote(SHOP, "3", third);
        awaitSettled("web:3", REPLICAS);
        assertThat(site.phase(SOURCE, SEARCH)).isEqualTo("AwaitingApproval");
        assertThat(value(SEARCH, "index")).isEqualTo("one");
    }

    private void foreignNote() {
        awaitNote(third, "\"st\":\"Healthy\"");
        assertThat(note(third)).contains("Anna: not before lunch");
        promote(SEARCH, "2", git.head().hex());
        site.await("the index is changed", () -> value(SEARCH, "index").equals("two"), this::state);
    }

    private void almostRevert() {
        web("web:2", "maxUnavailable: 1", REPLICAS);
        git.commit("Nearly back");
        awaitSaid(SHOP, "LooksLikeRollback");
        assertThat(site.phase(SOURCE, SHOP)).isEqualTo("AwaitingApproval");
        assertThat(pods.told("web:3")).isEqualTo(REPLICAS);
    }

    private void revert() {
        SortedMap<String, String> before = pods.identities();
        web("web:2", "maxUnavailable: 2", REPLICAS);
        git.commit("Back");
        awaitSettled("web:2", REPLICAS);
        site.awaitPhase(SOURCE, SHOP, "Healthy");
        assertThat(pods.identities()).isEqualTo(before);
    }

    private void partitionOfNothing() {
        web("web:6", "maxUnavailable: 2, partition: '0%'", REPLICAS);
        String commit = git.commit("All of it, in words").hex();
        promote(SHOP, "6", commit);
        awaitSettled("web:6", REPLICAS);
        site.await(
                "it is healthy",
                () -> effective(SHOP).equals(commit) && site.phase(SOURCE, SHOP).equals("Healthy"),
                this::state);
    }

    private void fix() {
        web("web:7-broken", "maxUnavailable: 2", REPLICAS);
        promote(SHOP, "7", git.commit("Release 7").hex());
        site.await("two pods are on it", () -> pods.told("web:7-broken") == 2, this::state);
        barrier();
        assertThat(pods.told("web:7-broken")).isEqualTo(2);
        assertThat(pods.ready("web:6")).isEqualTo(REPLICAS - 2);
        web("web:8", "maxUnavailable: 2", REPLICAS);
        promote(SHOP, "8", git.commit("Release 8").hex());
        awaitSettled("web:8", REPLICAS);
        site.awaitPhase(SOURCE, SHOP, "Healthy");
    }

    private void pruneLimit() {
        for (int i = 0; i < 7; i++) {
            git.git("rm", "-q", "shop/m" + i + ".yaml");
        }
        git.commit("Tidy up");
        awaitSaid(SHOP, "PruneLimitExceeded");
        for (int i = 0; i < 8; i++) {
            assertThat(value(SHOP, "m" + i)).isEqualTo("x");
        }
        git.git("revert", "--no-edit", "HEAD");
        git.git("push", "-q", "origin", "main");
        site.awaitPhase(SOURCE, SHOP, "Healthy");
        git.git("rm", "-q", "shop/m7.yaml");
        git.commit("Take one away");
        site.await("it is gone", () -> value(SHOP, "m7").isEmpty(), this::state);
    }

    private void backwards() {
        git.git("push", "-q", "--force", "origin", "HEAD~1:refs/heads/main");
        awaitReady("False", "SourceWentBackwards");
        String gone = pods.identities().firstKey();
        site.send(Verb.DELETE, "/api/v1/namespaces/shop/pods/" + gone, "{}");
        site.await("another pod is there", () -> !pods.identities().containsKey(gone), this::state);
        awaitSettled("web:8", REPLICAS);
        assertThat(value(SHOP, "m7")).as("the older commit had it").isEmpty();
        git.git("push", "-q", "--force", "origin", "main");
        awaitReady("True", "Followed");
    }

    private void rewritten() {
        SortedMap<String, String> before = pods.identities();
        String head = git.head().hex();
        sign(key, "fl/promote/prod/shop/rewritten", head, "let it go");
        git.push("fl/promote/prod/shop/rewritten");
        web("web:9", "maxUnavailable: 2", REPLICAS);
        git.git("add", "-A");
        git.git("commit", "-q", "--amend", "-m", "Another past");
        promote(SHOP, "unrelated", git.head().hex());
        git.git("push", "-q", "--force", "origin", "main");
        awaitReady("False", "HistoryRewritten");
        assertThat(pods.identities()).isEqualTo(before);
        assertThat(pods.told("web:9")).isZero();
        git.git("reset", "-q", "--hard", head);
        git.git("push", "-q", "--force", "origin", "main");
        awaitReady("True", "Followed");
    }

    private void notesRefused() {
        try {
            Path hook = Files.writeString(
                    git.bare().resolve("hooks/update"),
                    "#!/bin/sh\ncase \"$1\" in refs/notes/*) echo no notes here; exit 1;; esac\n");
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        web("web:8", "maxUnavailable: 2", REPLICAS + 1);
        git.commit("One more pod");
        awaitSettled("web:8", REPLICAS + 1);
        site.awaitPhase(SOURCE, SHOP, "Healthy");
        site.await(
                "the source says that notes are refused",
                () -> site.condition(SOURCE, "NotesWritten")
                        .path("reason")
                        .asText()
                        .equals("NotesPushDenied"),
                () -> site.condition(SOURCE, "NotesWritten") + " " + site.condition(SOURCE, "Ready"));
    }

    private PromotionStory web(String image, String rolling, int replicas) {
        git.write("shop/web.yaml", """
                apiVersion: apps.kruise.io/v1beta1
                kind: CloneSet
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: main, image: '%s'}]}
                  updateStrategy: {rollingUpdate: {podUpdatePolicy: InPlaceIfPossible, %s}}
                """.formatted(replicas, image, rolling));
        return this;
    }

    private PromotionStory map(String scope, String name, String value) {
        git.write(scope + "/" + name + ".yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                data: {value: %s}
                """.formatted(name, value));
        return this;
    }

    private void promote(String scope, String id, String commit) {
        String name = "fl/promote/prod/" + scope + "/" + id;
        sign(key, name, commit, "let it go");
        git.push(name);
    }

    private void sign(Path with, String name, String commit, String message) {
        git.git("-c", "gpg.format=ssh", "-c", "user.signingkey=" + with, "tag", "-s", "-m", message, name, commit);
    }

    /// Waits until a pass has been over everything that was pushed so far: something that needs no tag, in the scope
    /// that is passed over last, has come about.
    private void barrier() {
        String name = "barrier" + barriers++;
        map(SEARCH, name, "x");
        git.commit("Another barrier");
        site.await("a pass is over", () -> value(SEARCH, name).equals("x"), this::state);
    }

    private String value(String namespace, String name) {
        return site.get("/api/v1/namespaces/" + namespace + "/configmaps/" + name)
                .map(each -> each.at("/data/value").asText())
                .orElse("");
    }

    private JsonNode cloneSet() {
        return site.get(CLONE_SETS).orElseThrow(() -> new AssertionError(CLONE_SETS));
    }

    private String effective(String scope) {
        return site.delivery(SOURCE, scope).at("/status/effective/commit").asText();
    }

    private void awaitSettled(String image, int replicas) {
        site.await(
                "all " + replicas + " pods run " + image,
                () -> pods.ready(image) == replicas && pods.all().size() == replicas,
                this::state);
    }

    private void awaitSaid(String scope, String words) {
        site.await(scope + " says " + words, () -> site.said(SOURCE, scope).contains(words), this::state);
    }

    private void awaitReady(String status, String reason) {
        site.await(
                "the source says " + reason,
                () -> site.condition(SOURCE, "Ready").path("status").asText().equals(status)
                        && site.condition(SOURCE, "Ready")
                                .path("reason")
                                .asText()
                                .equals(reason),
                () -> site.condition(SOURCE, "Ready"));
    }

    private void awaitNote(String commit, String words) {
        site.await("the note says " + words, () -> note(commit).contains(words), () -> note(commit) + state());
    }

    private String note(String commit) {
        git.git("fetch", "-q", "origin", "+refs/notes/fairlead/*:refs/notes/fairlead/*");
        String list = git.git("notes", "--ref=fairlead/test", "list");
        return list.contains(commit) ? git.git("notes", "--ref=fairlead/test", "show", commit) : "";
    }

    private String state() {
        return site.delivery(SOURCE, SHOP).path("status") + "\n"
                + site.delivery(SOURCE, SEARCH).path("status") + "\n"
                + cloneSet().path("status") + "\n"
                + site.condition(SOURCE, "Ready");
    }
}
