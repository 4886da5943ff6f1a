package io.fairlead.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cli.program.Program;
import io.fairlead.cli.site.RawRepository;
import io.fairlead.cli.site.RawRepository.Entry;
import io.fairlead.cli.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// One cluster that follows one repository; each plan is of a clone with something in it that is not pushed, until the
/// last ones, in which the cluster moves.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanTest {
    private static final String SOURCE = """
            apiVersion: gitops.fairlead.io/v1alpha1
            kind: PromotionPolicy
            metadata: {name: shop}
            spec:
              stages:
              - {name: prod, gate: tag, requireSignature: false, approvalFor: [template, config, strategy]}
            ---
            apiVersion: gitops.fairlead.io/v1alpha1
            kind: GitSource
            metadata: {name: platform, namespace: fairlead-system}
            spec:
              url: REMOTE
              branch: main
              interval: 1s
              stage: prod
              cluster: test
              policyRef: {name: shop}
              scopes:
              - {name: shop, path: shop, namespace: shop}
              - {name: calm, path: calm, namespace: calm}
            """;
    private static final String WEB = "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/web";

    @TempDir
    static Path folder;

    private static Site site;
    private static RawRepository remote;
    private static int clones;

    @BeforeAll
    static void aReleaseThatRuns() {
        site = Site.embedded(folder);
        site.namespace("shop");
        site.namespace("calm");
        remote = new RawRepository(folder.resolve("remote.git"));
        remote.commit("Begin", web("web:1", 3, ""), settings("hello"), calm("one"));
        for (int i = 0; i < 8; i++) {
            remote.commit("One more", Entry.file("shop/m" + i + ".yaml", map("m" + i, "x")));
        }
        site.follow(SOURCE.replace("REMOTE", remote.url()));
        site.awaitPhase("platform", "shop", "Healthy");
        site.awaitPhase("platform", "calm", "Healthy");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Entry web(String image, int replicas, String more) {
        return Entry.file("shop/web.yaml", """
                apiVersion: apps.kruise.io/v1beta1
                kind: CloneSet
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: [{name: main, image: '%s'}]
                      %s
                  updateStrategy: {rollingUpdate: {podUpdatePolicy: InPlaceIfPossible}}
                """.formatted(replicas, image, more));
    }

    private static Entry settings(String greeting) {
        return Entry.file("shop/settings.yaml", map("settings", greeting));
    }

    private static Entry calm(String value) {
        return Entry.file("calm/calm.yaml", map("calm", value));
    }

    private static String map(String name, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {value: %s}\n".formatted(name, value);
    }

    /// A clone with one more commit, which is not pushed.
    private static RawRepository clone(Entry... entries) {
        Path path = folder.resolve("clone-" + clones++);
        Program.run(
                folder,
                Map.of(),
                List.of("git", "clone", "-q", "--bare", remote.folder().toString(), path.toString()));
        RawRepository clone = new RawRepository(path);
        clone.commit("Not pushed yet", entries);
        return clone;
    }

    private static Verb plan(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--kubeconfig";
        all[1] = site.kubeconfig().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Verb.run(new PlanCommand(), all);
    }

    private static Verb plan(RawRepository clone, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "--clone";
        all[1] = clone.folder().toString();
        System.arraycopy(more, 0, all, 2, more.length);
        return plan(all);
    }

    private static JsonNode json(Verb verb) {
        try {
            return new ObjectMapper().readTree(verb.output());
        } catch (IOException e) {
            throw new UncheckedIOException(verb.output(), e);
        }
    }

    private static String row(Verb verb, String object) {
        return verb.output()
                .lines()
                .filter(line -> line.contains(object))
                .findFirst()
                .orElse("no row: " + verb.output());
    }

    @Test
    @Order(1)
    void theHeadThatRunsChangesNothing() {
        Verb verb = plan();
        assertThat(verb.exitCode()).as(verb.output()).isZero();
        assertThat(verb.output()).contains("10 unchanged", "source platform", "stage prod");
        assertThat(plan("calm").output()).contains("1 unchanged").doesNotContain("shop");
    }

    @Test
    @Order(2)
    @DisplayName("GO-027 a new image is planned in place, with the pods, the tag that it waits for, and no write")
    void anImageInPlace() {
        String before =
                site.get(WEB).orElseThrow().at("/metadata/resourceVersion").asText();
        RawRepository clone = clone(web("web:2", 3, ""));
        Verb verb = plan(clone);
        assertThat(verb.exitCode()).as(verb.output()).isEqualTo(1);
        assertThat(row(verb, "CloneSet/web")).contains("template", " 3 ", "waits for a tag", "in place: main 1 > 2");
        String commit = clone.head().orElseThrow().substring(0, 12);
        assertThat(verb.output())
                .contains("To let it go:\n  git tag -a -m promote fl/promote/prod/shop/" + commit + " " + commit)
                .contains("9 unchanged");
        JsonNode object =
                json(plan(clone, "shop", "-o", "json")).at("/scopes/0/objects").findParent("effect");
        assertThat(object).isNotNull();
        assertThat(json(plan(clone, "shop", "-o", "json")).findValuesAsText("effect"))
                .contains("in-place");
        assertThat(site.get(WEB).orElseThrow().at("/metadata/resourceVersion").asText())
                .isEqualTo(before);
        assertThat(plan(clone, "-o", "yaml").output()).contains("effect: in-place");
    }

    @Test
    @Order(3)
    @DisplayName("GO-027 a volume besides needs new pods, and the plan says why")
    void aVolumeNeedsNewPods() {
        Verb verb = plan(clone(web("web:2", 3, "volumes: [{name: scratch, emptyDir: {}}]")));
        assertThat(row(verb, "CloneSet/web")).contains("new pods: add of /spec/volumes needs a new pod", " 3 ");
    }

    @Test
    @Order(4)
    void scalingIsFreeAndSettingsAreNot() {
        Verb scale = plan(clone(web("web:1", 5, ""), Entry.file("shop/new.yaml", map("new", "x"))));
        assertThat(scale.exitCode()).as(scale.output()).isZero();
        assertThat(row(scale, "CloneSet/web")).contains("scale 3 > 5", "free", " 2 ");
        assertThat(row(scale, "ConfigMap/new")).contains("create", "free");
        Verb config = plan(clone(settings("bye")));
        assertThat(config.exitCode()).isEqualTo(1);
        assertThat(row(config, "ConfigMap/settings")).contains("config", "waits for a tag", "change");
    }

    @Test
    @Order(5)
    @DisplayName("GO-044 taking most objects away is planned as held by the guard")
    void theGuardHolds() {
        Entry[] removed = new Entry[7];
        for (int i = 0; i < removed.length; i++) {
            removed[i] = Entry.removed("shop/m" + i + ".yaml");
        }
        Verb verb = plan(clone(removed));
        assertThat(verb.exitCode()).isEqualTo(1);
        assertThat(row(verb, "ConfigMap/m0")).contains("delete", "held: PruneLimitExceeded");
        Verb few = plan(clone(Entry.removed("shop/m0.yaml")));
        assertThat(few.exitCode()).as(few.output()).isZero();
        assertThat(row(few, "ConfigMap/m0")).contains("delete", "free");
    }

    @Test
    @Order(6)
    void defectsHaveAPlaceAndHoldTheirScopeAlone() {
        Verb broken = plan(clone(Entry.file("shop/x.yaml", "a: 1\nb: [1\n"), calm("two")));
        assertThat(broken.exitCode()).isEqualTo(65);
        assertThat(broken.output()).contains("  shop/x.yaml:3:1: not valid YAML");
        assertThat(row(broken, "ConfigMap/calm")).contains("waits for a tag");
        Verb refused = plan(clone(Entry.file("shop/x.yaml", "# said by the server\n" + map("No_Name", "x"))));
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.output()).contains("shop/x.yaml:2: ConfigMap/shop/No_Name: 422");
        Verb terminal = plan(clone(Entry.file("shop/\u001b[2J.yaml", map("x", "x"))));
        assertThat(terminal.output()).doesNotContain("\u001b").contains("shop/ [2J.yaml: ");
    }

    @Test
    @Order(7)
    void whatIsNotThereIsSaid() throws IOException {
        assertThat(plan("--source", "other").output()).contains("there is no source other, only platform");
        assertThat(plan("nowhere").output()).contains("there is no scope nowhere");
        assertThat(plan("--commit", "0123456789").output())
                .contains("there is no one commit 0123456789 on the branch main");
        assertThat(plan("--clone", folder.resolve("clone-0").toString(), "--commit", "nothing")
                        .exitCode())
                .isEqualTo(1);
        Path nobody = Files.writeString(
                folder.resolve("nobody"),
                Files.readString(site.kubeconfig()).replaceAll("127.0.0.1:[0-9]+", "127.0.0.1:1"));
        assertThat(Verb.run(new PlanCommand(), "--kubeconfig", nobody.toString())
                        .exitCode())
                .isEqualTo(69);
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(each -> each.getFileName().toString().startsWith("fairlead-plan-")))
                    .isEmpty();
        }
    }

    @Test
    @Order(8)
    void aFreezeStopsWhateverIsPlanned() {
        site.mergePatch("/api/v1/namespaces/shop", freeze("'incident 7'"));
        Verb verb = plan(clone(web("web:1", 4, "")));
        assertThat(verb.exitCode()).isEqualTo(1);
        assertThat(verb.output()).contains("shop: namespace shop is frozen ('incident 7')");
        site.mergePatch(
                "/api/v1/namespaces/shop", "{\"metadata\":{\"annotations\":{\"gitops.fairlead.io/freeze\":null}}}");
    }

    private static String freeze(String why) {
        return "{\"metadata\":{\"annotations\":{\"gitops.fairlead.io/freeze\":\"" + why + "\"}}}";
    }

    @Test
    @Order(9)
    @DisplayName("GO-002 a tag with a partition is planned as far as it goes")
    void aTagThatLetsSomeGo() {
        RawRepository clone = clone(web("web:2", 3, ""));
        clone.tag("fl/promote/prod/shop/some", "refs/heads/main", "Some\n\nPartition: 60%\n");
        Verb verb = plan(clone);
        assertThat(verb.exitCode()).as(verb.output()).isEqualTo(1);
        assertThat(row(verb, "CloneSet/web")).contains("approved up to 40 % of the pods", "1 of 3 pods", " 1 ");
        clone.tag("fl/promote/prod/shop/all", "refs/heads/main", "All");
        Verb all = plan(clone);
        assertThat(all.exitCode()).as(all.output()).isZero();
        assertThat(row(all, "CloneSet/web")).contains("approved", " 3 ");
    }

    @Test
    @Order(10)
    @DisplayName("GO-020 the way back is planned as free, and an older commit can be planned by a few digits")
    void theWayBack() {
        String first = remote.head().orElseThrow();
        String second = remote.commit("Release 2", web("web:2", 3, ""));
        remote.tag("fl/promote/prod/shop/2", second, "Promote");
        site.await(
                "the release is through",
                () -> site.delivery("platform", "shop")
                                .at("/status/effective/commit")
                                .asText()
                                .equals(second)
                        && site.phase("platform", "shop").equals("Healthy"),
                () -> site.delivery("platform", "shop"));
        Verb back = plan("--commit", first.substring(0, 9));
        assertThat(back.exitCode()).as(back.output()).isZero();
        assertThat(row(back, "CloneSet/web")).contains("free: rollback", "in place: main 2 > 1", " 3 ");
    }
}
