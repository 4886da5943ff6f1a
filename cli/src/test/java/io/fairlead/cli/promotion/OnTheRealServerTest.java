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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The story on a real API server with kubelets that play, over HTTP with a password.
class OnTheRealServerTest {
    @TempDir
    static Path folder;

    private static @Nullable Site site;
    private static @Nullable HttpGitServer server;
    private static PromotionStory story;

    @BeforeAll
    static void start() throws Exception {
        GitFixture git = new GitFixture(folder);
        Path key = git.key("anna", "-t", "ed25519");
        HttpGitServer serving = new HttpGitServer(folder);
        server = serving;
        serving.expectAuthorization("Basic "
                + Base64.getEncoder().encodeToString("fairlead:s3cret-of-git".getBytes(StandardCharsets.UTF_8)));
        Site started = Site.real(folder);
        site = started;
        started.namespace("shop");
        started.namespace("search");
        started.secret("git", Map.of("username", "fairlead", "password", "s3cret-of-git"));
        story = new PromotionStory(started, git, key);
        git.write("README.md", "desired state").commit("Nothing yet");
        started.follow(Sources.of(
                serving.url(), "git", Files.readString(Path.of(key + ".pub")).strip()));
    }

    @AfterAll
    static void stop() {
        Site started = site;
        if (started != null) {
            started.close();
        }
        HttpGitServer serving = server;
        if (serving != null) {
            serving.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> onTheRealServer() {
        return Stream.concat(story.beginning(), story.restOfIt());
    }
}
