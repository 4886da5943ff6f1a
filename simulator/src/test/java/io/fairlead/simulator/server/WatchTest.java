package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static io.fairlead.simulator.server.Cluster.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.WatchStream.Event;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Watches tell every change once, in order.
class WatchTest {
    private final Cluster cluster = new Cluster();

    @Test
    void goesOnAfterAVersion() {
        String version =
                cluster.configMap("a").path("metadata").path("resourceVersion").asText();
        cluster.configMap("b");
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + version);
        cluster.delete(CONFIG_MAPS + "/a", null);
        assertThat(lines(feed)).containsExactly("ADDED b", "DELETED a");
    }

    @Test
    void aVersionThatIsNotThereYetIsWaitedFor() {
        long version = cluster.server.version() + 1;
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + version);
        cluster.configMap("a");
        cluster.configMap("b");
        assertThat(lines(feed)).containsExactly("ADDED b");
    }

    @Test
    void anObjectThatCeasesToMatchIsDeletedAsItWas() {
        cluster.configMap("a");
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {labels: {app: 'web'}}}");
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&labelSelector=app=web");
        assertThat(lines(feed)).containsExactly("ADDED a");
        JsonNode changed = cluster.merge(CONFIG_MAPS + "/a", "{metadata: {labels: {app: 'other'}}}");
        Event event = (Event) feed.poll().orElseThrow();
        assertThat(event.type()).isEqualTo("DELETED");
        assertThat(event.object().path("metadata").path("labels").path("app").asText())
                .isEqualTo("web");
        assertThat(event.object().path("metadata").path("resourceVersion"))
                .isEqualTo(changed.path("metadata").path("resourceVersion"));
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {labels: {app: 'web'}}}");
        assertThat(lines(feed)).containsExactly("ADDED a");
    }

    @Test
    void aForgottenVersionIsAnErrorEvent() {
        Cluster small = new Cluster(new ApiServer.Options(1, 2));
        for (String name : new String[] {"a", "b", "c", "d"}) {
            small.configMap(name);
        }
        WatchFeed feed = small.watch(CONFIG_MAPS + "?watch=true&resourceVersion=2");
        Event event = (Event) feed.poll().orElseThrow();
        assertThat(event.type()).isEqualTo("ERROR");
        assertThat(event.object().path("code").asInt()).isEqualTo(410);
        assertThat(event.object().path("message").asText()).startsWith("too old resource version: 2 (");
        assertThat(lines(feed)).containsExactly("END 200");
    }

    @Test
    void aClientThatIsTooSlowIsCutOff() {
        Cluster small = new Cluster(new ApiServer.Options(1, 2));
        WatchFeed feed = small.watch(CONFIG_MAPS + "?watch=true");
        for (String name : new String[] {"a", "b", "c", "d"}) {
            small.configMap(name);
        }
        assertThat(lines(feed)).containsExactly("END 200");
    }

    @Test
    void streamsTheStateAndMarksItsEnd() {
        cluster.configMap("a");
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&sendInitialEvents=true"
                + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        assertThat(((Event) feed.poll().orElseThrow()).type()).isEqualTo("ADDED");
        JsonNode bookmark = Cluster.next(feed).orElseThrow();
        assertThat(bookmark.path("metadata")
                        .path("annotations")
                        .path("k8s.io/initial-events-end")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void bookmarksComeEveryMinuteAndBeforeTheEnd() {
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=90");
        cluster.advance(Duration.ofSeconds(59));
        assertThat(lines(feed)).isEmpty();
        cluster.configMap("a");
        cluster.advance(Duration.ofSeconds(1));
        assertThat(lines(feed)).containsExactly("ADDED a", "BOOKMARK ");
        cluster.advance(Duration.ofSeconds(29));
        assertThat(lines(feed)).containsExactly("BOOKMARK ");
        cluster.advance(Duration.ofSeconds(1));
        assertThat(lines(feed)).containsExactly("END 200");
    }

    @Test
    void theListenerHearsOnlyOfWhatIsForIt() {
        AtomicInteger heard = new AtomicInteger();
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name=b");
        feed.onItem(heard::incrementAndGet);
        cluster.configMap("a");
        assertThat(heard).hasValue(0);
        cluster.configMap("b");
        assertThat(heard).hasValue(1);
        assertThat(lines(feed)).containsExactly("ADDED b");
        feed.close();
        cluster.delete(CONFIG_MAPS + "/b", null);
        assertThat(heard).hasValue(1);
    }

    @Test
    void aWriteThatChangesNothingIsNoEvent() {
        cluster.configMap("a");
        WatchFeed feed = cluster.watch(CONFIG_MAPS + "?watch=true");
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {labels: null}}");
        assertThat(lines(feed)).containsExactly("ADDED a");
    }
}
