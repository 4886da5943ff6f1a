package io.fairlead.cli.promotion;

import io.fairlead.cli.site.Site;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.git.HttpGitServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The beginning of the story on the embedded cluster, over HTTP with a password.
@Tag("search")
class OverHttpTest {
    @TempDir
    static Path folder;

    private static Site site;
    private static HttpGitServer server;
    private static PromotionStory story;

    @BeforeAll
    static void start() throws Exception {
        GitFixture git = new GitFixture(folder);
        Path key = git.key("anna", "-t", "ed25519");
        server = new HttpGitServer(folder);
        server.expectAuthorization("Basic "
                + Base64.getEncoder().encodeToString("fairlead:s3cret-of-git".getBytes(StandardCharsets.UTF_8)));
        site = Site.embedded(folder);
        site.namespace("shop");
        site.namespace("search");
        site.secret("git", Map.of("username", "fairlead", "password", "s3cret-of-git"));
        story = new PromotionStory(site, git, key);
        git.write("README.md", "desired state").commit("Nothing yet");
        site.follow(Sources.of(
                server.url(), "git", Files.readString(Path.of(key + ".pub")).strip()));
    }

    @AfterAll
    static void stop() {
        site.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> overHttp() {
        return story.beginning();
    }
}
