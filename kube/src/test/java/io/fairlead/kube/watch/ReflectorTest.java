package io.fairlead.kube.watch;

import static io.fairlead.kube.ScriptedApi.json;
import static io.fairlead.kube.ScriptedApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.FakeTime;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.ScriptedApi;
import io.fairlead.kube.Selection;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.WatchStream.End;
import io.fairlead.kube.WatchStream.Event;
import io.fairlead.kube.WatchStream.Item;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.store.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReflectorTest {
    private final FakeTime time = new FakeTime();
    private final ScriptedApi api = new ScriptedApi();
    private final ObjectStore<String> store = new ObjectStore<>(object -> {
        if (object.path("isBroken").asBoolean()) {
            throw new IllegalStateException("cannot be read");
        }
        return object.path("metadata").path("resourceVersion").asText();
    });
    private final Reflector<String> reflector =
            new Reflector<>(api, Selection.in(ResourceType.POD, "shop"), store, time, () -> 0.5);

    /// A stream that plays its items, each after the time given, then ends.
    private final class Tape implements WatchStream {
        private final List<Item> items;
        private final Duration each;
        private int next;

        private Tape(Duration each, Item... items) {
            this.each = each;
            this.items = List.of(items);
        }

        @Override
        public Item next() {
            time.advance(each);
            return items.get(next++);
        }

        @Override
        public void close() {
            next = items.size() - 1;
        }
    }

    private Reflector<String> plays(Duration each, Item... items) {
        api.watch(new Tape(each, items));
        return reflector;
    }

    private List<String> names() {
        return store.all().stream().map(s -> s.name().name() + "@" + s.view()).toList();
    }

    private void listed(int version, JsonNode... objects) {
        api.list(version, objects);
        reflector.step();
    }

    private static Item event(String type, JsonNode object) {
        return new Event(type, object);
    }

    private static Item bookmark(int version) {
        return event("BOOKMARK", json("{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}"));
    }

    private static Item expired() {
        return event("ERROR", json("{\"code\":410,\"reason\":\"Expired\",\"message\":\"too old resource version\"}"));
    }

    private static Item closed() {
        return new End(200, "closed");
    }

    private boolean listsNext() {
        api.list(99);
        api.watch(new Tape(Duration.ZERO, closed()));
        reflector.step();
        return !api.last().query().containsKey("watch");
    }

    @Test
    void listsThenWatchesFromThereWithBookmarks() {
        assertThat(reflector.hasSynced()).isFalse();
        listed(5, object("a", "u1", 3));
        assertThat(reflector.hasSynced()).isTrue();
        plays(
                        Duration.ofSeconds(1),
                        event("ADDED", object("b", "u2", 6)),
                        event("MODIFIED", object("a", "u1", 7)),
                        event("DELETED", object("b", "u2", 8)),
                        closed())
                .step();
        assertThat(names()).containsExactly("a@7");
        assertThat(api.last().query())
                .containsEntry("watch", "true")
                .containsEntry("allowWatchBookmarks", "true")
                .containsEntry("resourceVersion", "5")
                .containsEntry("timeoutSeconds", "450");
    }

    @Test
    void goesOnFromTheLastEventOrBookmark() {
        listed(5);
        plays(Duration.ofSeconds(3), event("ADDED", object("b", "u2", 6)), bookmark(40), closed())
                .step();
        plays(Duration.ofSeconds(3), closed()).step();
        assertThat(api.last().query()).containsEntry("resourceVersion", "40");
    }

    @Test
    @DisplayName("F07 410 as an answer or as an ERROR event leads to a list that tells of the deletions")
    void anExpiredVersionLeadsToAList() {
        listed(5, object("a", "u1", 3));
        plays(Duration.ZERO, new End(410, "Gone")).step();
        List<String> gone = new ArrayList<>();
        store.listen((name, before, after) -> {
            if (after.isEmpty()) {
                gone.add(name.name());
            }
        });
        listed(50, object("b", "u2", 33));
        assertThat(names()).containsExactly("b@33");
        assertThat(gone).containsExactly("a");
        plays(Duration.ofSeconds(60), bookmark(60), expired(), closed()).step();
        assertThat(listsNext()).isTrue();
    }

    @Test
    void anErrorThatIsNoExpiryGoesOnFromTheSameVersion() {
        listed(5);
        plays(Duration.ofSeconds(9), event("ERROR", json("{\"code\":500,\"reason\":\"InternalError\"}")), closed())
                .step();
        plays(Duration.ofSeconds(9), closed()).step();
        assertThat(api.last().query()).containsEntry("resourceVersion", "5");
    }

    @Test
    @DisplayName("F07 three watches that close at once without a word are a 410 that was not said")
    void silentClosesLeadToAList() {
        listed(5);
        plays(Duration.ofSeconds(1), closed()).step();
        plays(Duration.ofSeconds(1), closed()).step();
        plays(Duration.ofSeconds(1), closed()).step();
        assertThat(listsNext()).isTrue();
    }

    @Test
    void aWordInBetweenEndsTheSuspicion() {
        listed(5);
        plays(Duration.ofSeconds(1), closed()).step();
        plays(Duration.ofSeconds(1), closed()).step();
        plays(Duration.ofSeconds(1), bookmark(6), closed()).step();
        plays(Duration.ofSeconds(1), closed()).step();
        plays(Duration.ofSeconds(1), closed()).step();
        assertThat(listsNext()).isFalse();
    }

    @Test
    void aLongSilenceLeadsToAList() {
        listed(5);
        plays(Duration.ofSeconds(1), bookmark(6), closed()).step();
        plays(Duration.ofSeconds(75), bookmark(7), bookmark(8), new End(0, "silent"))
                .step();
        assertThat(api.last().timeout()).isEqualTo(ReflectorState.SILENCE_MAX);
        plays(Duration.ofSeconds(150), new End(0, "silent")).step();
        assertThat(api.last().query()).as("75 s are no silence").containsEntry("resourceVersion", "8");
        assertThat(listsNext()).isTrue();
    }

    @Test
    @DisplayName("F10 an API server that is down is asked again for ever, ever more slowly, up to a bound")
    void neverGivesUp() {
        Duration wait = Duration.ZERO;
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            api.silence();
            wait = reflector.step();
            waits.add(wait);
        }
        assertThat(waits).isSorted();
        assertThat(waits.getFirst()).isEqualTo(Duration.ofMillis(150));
        assertThat(wait).isEqualTo(ReflectorState.BACKOFF_MAX.multipliedBy(3).dividedBy(4));
        assertThat(reflector.hasSynced()).isFalse();
        listed(5, object("a", "u1", 3));
        assertThat(reflector.hasSynced()).isTrue();
    }

    @Test
    @DisplayName("F09 a throttled watch is tried again from the same version, more slowly")
    void aThrottledWatchIsNotAnExpiredOne() {
        listed(5);
        Duration first = plays(Duration.ZERO, new End(429, "too many")).step();
        Duration second = plays(Duration.ZERO, new End(429, "too many")).step();
        Duration third = plays(Duration.ZERO, new End(429, "too many")).step();
        assertThat(first).isLessThan(second);
        assertThat(second).isLessThan(third);
        assertThat(listsNext()).isFalse();
    }

    @Test
    @DisplayName("F05 events that were never seen are made up for by the list")
    void whatHappenedUnseenIsFoundByTheList() {
        listed(5, object("a", "u1", 3), object("b", "u2", 4));
        plays(Duration.ofSeconds(9), expired(), closed()).step();
        listed(90, object("a", "u7", 80));
        assertThat(store.all()).extracting(Stored::uid).containsExactly("u7");
    }

    @Test
    void whatCannotBeReadStopsTheTrustNotTheThread() {
        listed(5, object("a", "u1", 3));
        plays(Duration.ofSeconds(1), event("MODIFIED", json("{\"isBroken\":true}")), closed())
                .step();
        assertThat(reflector.hasSynced()).isFalse();
        listed(9, object("a", "u1", 8));
        assertThat(reflector.hasSynced()).isTrue();
        assertThat(names()).containsExactly("a@8");
    }

    @Test
    void runsOnItsOwnThreadUntilItIsClosed() throws InterruptedException {
        CountDownLatch watching = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        api.list(5, object("a", "u1", 3));
        api.watch(new WatchStream() {
            private final CountDownLatch close = new CountDownLatch(1);

            @Override
            public Item next() {
                watching.countDown();
                try {
                    close.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended.countDown();
                return closed();
            }

            @Override
            public void close() {
                close.countDown();
            }
        });
        reflector.start();
        assertThat(watching.await(10, TimeUnit.SECONDS)).isTrue();
        reflector.close();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(names()).containsExactly("a@3");
    }
}
