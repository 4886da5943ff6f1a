package io.fairlead.cli.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fairlead.cli.site.Site;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.git.SshGitServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The story on the embedded cluster, over SSH.
class OverSshTest {
    /// Another source of the same repository, whose known hosts are those of somebody else.
    private static final String ASTRAY = """
            ---
            apiVersion: gitops.fairlead.io/v1alpha1
            kind: GitSource
            metadata: {name: astray, namespace: fairlead-system}
            spec:
              url: REMOTE
              secretRef: {name: astray}
              branch: main
              interval: 1s
              stage: prod
              cluster: test
              policyRef: {name: shop}
              scopes: [{name: astray, path: shop, namespace: search}]
            """;

    @TempDir
    static Path folder;

    private static Site site;
    private static SshGitServer server;
    private static PromotionStory story;

    @BeforeAll
    static void start() throws Exception {
        GitFixture git = new GitFixture(folder);
        Path host = git.key("host", "-t", "ed25519");
        Path user = git.key("user", "-t", "ed25519");
        Path key = git.key("anna", "-t", "ed25519");
        server = new SshGitServer(git.bare(), host, user);
        site = Site.embedded(folder);
        site.namespace("shop");
        site.namespace("search");
        String identity = Files.readString(user);
        site.secret("git", Map.of("identity", identity, "known_hosts", server.knownHost()));
        String astray = server.knownHost().split(" ", 2)[0] + " " + Files.readString(Path.of(key + ".pub"));
        site.secret("astray", Map.of("identity", identity, "known_hosts", astray));
        story = new PromotionStory(site, git, key);
        git.write("README.md", "desired state").commit("Nothing yet");
        site.follow(Sources.of(
                        server.url(),
                        "git",
                        Files.readString(Path.of(key + ".pub")).strip())
                + ASTRAY.replace("REMOTE", server.url()));
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> overSsh() {
        return Stream.of(
                        story.beginning(),
                        Stream.of(dynamicTest(
                                "GO-032 a host with another key is refused, and holds nobody else",
                                () -> site.await(
                                        "the key is refused",
                                        () -> site.condition("astray", "Ready")
                                                .path("reason")
                                                .asText()
                                                .equals("SourceHostKeyUnknown"),
                                        () -> site.condition("astray", "Ready")))),
                        story.restOfIt(),
                        Stream.of(dynamicTest(
                                "the model has no defect",
                                () -> assertThat(site.defects()).isEmpty())))
                .flatMap(each -> each);
    }
}
