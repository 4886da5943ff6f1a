package io.fairlead.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.PlainText;
import io.fairlead.cli.site.RawRepository;
import io.fairlead.cli.site.RawRepository.Entry;
import io.fairlead.cli.site.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Repositories whose objects themselves are hostile: the whole source is refused, keeps what it has, and comes back
/// once its branch is good again; a source beside it goes on.
class HostileRepositoriesTest {
    private static final String CALM = "calm";
    private static final int HUNDRED_MEBIBYTES = 100 << 20;

    @TempDir
    static Path folder;

    private static final Map<String, RawRepository> REPOSITORIES = new TreeMap<>();
    private static final Map<String, String> GOOD = new TreeMap<>();
    private static final Map<String, String> UIDS = new TreeMap<>();
    private static Site site;

    /// @param attack makes the commit that the branch then ends at
    /// @param reason of the condition; empty where the repository is taken all the same
    record Attack(String name, Function<RawRepository, String> attack, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                new Attack("hundred-megabytes", HostileRepositoriesTest::large, "SourceTooLarge"),
                new Attack("path-up", r -> treeOf(r, ".."), "SourceMalformed"),
                new Attack("path-git", r -> treeOf(r, ".git"), "SourceMalformed"),
                new Attack("path-git-case", r -> treeOf(r, ".GiT"), "SourceMalformed"),
                new Attack("path-slash", r -> treeOf(r, "a/b.yaml"), "SourceMalformed"),
                new Attack("path-none", r -> treeOf(r, ""), "SourceMalformed"),
                new Attack("path-twice", r -> treeOf(r, "x.yaml", "x.yaml"), "SourceMalformed"),
                new Attack("two-trees", r -> commitOf(r, "tree %1$s\ntree %1$s\n", "1760000000"), "SourceMalformed"),
                // The local transport fails on it before it sends a byte.
                new Attack("no-tree", r -> commitOf(r, "", "1760000000"), "SourceUnreachable"),
                new Attack("before-time", r -> commitOf(r, "tree %s\n", "-1"), ""),
                new Attack("after-time", r -> commitOf(r, "tree %s\n", "99999999999999999999"), ""),
                new Attack("branch-gone", HostileRepositoriesTest::noBranch, "SourceNotFound"));
    }

    @BeforeAll
    static void everyBranchTurnsHostile() {
        site = Site.embedded(folder);
        StringBuilder sources = new StringBuilder("""
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata: {name: open}
                spec: {stages: [{name: prod, gate: auto}]}
                """);
        List<String> names =
                Stream.concat(attacks().map(Attack::name), Stream.of(CALM)).toList();
        for (String name : names) {
            site.namespace(name);
            RawRepository repository = new RawRepository(folder.resolve(name + ".git"));
            REPOSITORIES.put(name, repository);
            GOOD.put(name, repository.commit("Begin", keep(1)));
            sources.append("""
                    ---
                    apiVersion: gitops.fairlead.io/v1alpha1
                    kind: GitSource
                    metadata: {name: %s, namespace: fairlead-system}
                    spec:
                      url: %s
                      branch: main
                      interval: 1s
                      stage: prod
                      cluster: test
                      notes: {enabled: false}
                      policyRef: {name: open}
                      scopes: [{name: %s, path: app, namespace: %s}]
                    """.formatted(name, repository.url(), name, name));
        }
        site.follow(sources.toString());
        names.forEach(name -> site.awaitPhase(name, name, "Healthy"));
        names.forEach(name -> UIDS.put(name, keep(name).at("/metadata/uid").asText()));
        attacks().forEach(each -> {
            RawRepository repository = repository(each.name());
            String commit = each.attack().apply(repository);
            if (!commit.isEmpty()) {
                point(repository, commit);
            }
        });
    }

    /// By hand: git itself would not point a branch at some of these.
    private static void point(RawRepository repository, String commit) {
        try {
            Files.writeString(repository.folder().resolve("refs/heads/main"), commit + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawRepository repository(String name) {
        RawRepository repository = REPOSITORIES.get(name);
        if (repository == null) {
            throw new AssertionError(name);
        }
        return repository;
    }

    private static Entry keep(int value) {
        return Entry.file("app/keep.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: keep}
                data: {value: '%d'}
                """.formatted(value));
    }

    private static JsonNode keep(String name) {
        String path = "/api/v1/namespaces/" + name + "/configmaps/keep";
        return site.get(path).orElseThrow(() -> new AssertionError(path));
    }

    private static String large(RawRepository repository) {
        return repository.commit("Large", Entry.file("app/large.yaml", new byte[HUNDRED_MEBIBYTES]), keep(2));
    }

    private static String noBranch(RawRepository repository) {
        repository.git("update-ref", "-d", "refs/heads/main");
        return "";
    }

    /// A commit whose `app` folder has entries of these names.
    private static String treeOf(RawRepository repository, String... names) {
        String blob = repository.git("rev-parse", "main:app/keep.yaml").strip();
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        for (String name : names) {
            tree.writeBytes(("100644 " + name + "\0").getBytes(StandardCharsets.UTF_8));
            tree.writeBytes(HexFormat.of().parseHex(blob));
        }
        String app = object(repository, "tree", tree.toByteArray());
        ByteArrayOutputStream root = new ByteArrayOutputStream();
        root.writeBytes("40000 app\0".getBytes(StandardCharsets.UTF_8));
        root.writeBytes(HexFormat.of().parseHex(app));
        String id = object(repository, "tree", root.toByteArray());
        return repository
                .git("-c", "user.name=M", "-c", "user.email=m@example.org", "commit-tree", "-p", "main", "-m", "x", id)
                .strip();
    }

    /// A commit with any headers and any date.
    private static String commitOf(RawRepository repository, String trees, String date) {
        String tree = repository.git("rev-parse", "main^{tree}").strip();
        String parent = repository.git("rev-parse", "main").strip();
        String who = " Mallory <mallory@example.org> " + date + " +0000\n";
        String commit =
                trees.formatted(tree) + "parent " + parent + "\nauthor" + who + "committer" + who + "\nHostile\n";
        return object(repository, "commit", commit.getBytes(StandardCharsets.UTF_8));
    }

    private static String object(RawRepository repository, String type, byte[] content) {
        try {
            Path file = Files.write(repository.folder().resolve("raw"), content);
            return repository
                    .git("hash-object", "-w", "-t", type, "--literally", file.toString())
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest(name = "T-006 T-008 T-016 {0}")
    @MethodSource("attacks")
    void isRefusedAsAWholeAndComesBack(Attack attack) {
        String name = attack.name();
        RawRepository repository = repository(name);
        if (attack.reason().isEmpty()) {
            assertThat(site.condition(name, "Ready").path("status").asText()).isEqualTo("True");
        } else {
            refused(attack);
            point(repository, String.valueOf(GOOD.get(name)));
        }
        repository.commit("Good again", keep(3));
        site.await(
                name + " goes on",
                () -> keep(name).at("/data/value").asText().equals("3"),
                () -> site.condition(name, "Ready"));
    }

    private static void refused(Attack attack) {
        String name = attack.name();
        site.await(
                name + " is refused",
                () -> site.condition(name, "Ready").path("status").asText().equals("False"),
                () -> site.condition(name, "Ready") + " " + keep(name));
        JsonNode condition = site.condition(name, "Ready");
        assertThat(condition.path("reason").asText()).as(condition.toString()).isEqualTo(attack.reason());
        assertThat(condition.path("message").asText())
                .matches(PlainText::isPlain)
                .isNotBlank();
        assertThat(keep(name).at("/metadata/uid").asText()).isEqualTo(UIDS.get(name));
        assertThat(keep(name).at("/data/value").asText()).isEqualTo("1");
    }

    @Test
    void theSourceBesideThemGoesOn() {
        repository(CALM).commit("Go on", keep(2));
        site.await(
                "the calm source goes on",
                () -> keep(CALM).at("/data/value").asText().equals("2"),
                () -> site.condition(CALM, "Ready"));
        assertThat(site.defects()).isEmpty();
    }
}
