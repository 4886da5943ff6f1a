package io.fairlead.kube.store;

import static io.fairlead.kube.ScriptedApi.json;
import static io.fairlead.kube.ScriptedApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
    private static final ObjectName WEB = new ObjectName("shop", "web");

    private final ObjectStore<String> store =
            new ObjectStore<>(o -> o.path("metadata").path("uid").asText() + "@"
                    + o.path("metadata").path("resourceVersion").asText());
    private final List<String> heard = new ArrayList<>();

    private String web() {
        return store.get(WEB).map(Stored::view).orElse("none");
    }

    @Test
    void anOwnWriteIsVisibleAtOnceAndUntilTheWatchReachesIt() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.overlay(object("web", "u1", 9));
        assertThat(web()).isEqualTo("u1@9");
        store.changed(object("web", "u1", 7));
        assertThat(web()).as("an event from before the write").isEqualTo("u1@9");
        store.changed(object("web", "u1", 9));
        store.changed(object("web", "u1", 11));
        assertThat(web()).isEqualTo("u1@11");
        assertThat(store.get(WEB).orElseThrow().isOwnWrite()).isFalse();
    }

    @Test
    void anAnswerThatComesAfterTheWatchChangesNothing() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.changed(object("web", "u1", 9));
        store.overlay(object("web", "u1", 8));
        assertThat(web()).isEqualTo("u1@9");
    }

    @Test
    void anOwnCreateThatWasDeletedBeforeItsAnswerCameDoesNotLive() {
        store.replace(List.of(), "5");
        store.changed(object("web", "u1", 6));
        store.deleted(object("web", "u1", 8));
        store.overlay(object("web", "u1", 6));
        assertThat(web()).isEqualTo("none");
    }

    @Test
    @DisplayName("F07 an own write survives a list that was read before it")
    void anOlderListDoesNotHideAnOwnWrite() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.overlay(object("web", "u1", 20));
        store.overlay(object("new", "u2", 21));
        store.replace(List.of(object("web", "u1", 5)), "15");
        assertThat(web()).isEqualTo("u1@20");
        assertThat(store.all()).hasSize(2);
    }

    @Test
    @DisplayName("F07 a ghost, created by us and deleted while nobody watched, goes with the next list")
    void aGhostGoesWithTheNextList() {
        store.replace(List.of(), "5");
        store.overlay(object("web", "u1", 6));
        listen();
        store.replace(List.of(), "9");
        assertThat(web()).isEqualTo("none");
        assertThat(heard).containsExactly("web: none -> u1@6", "web: u1@6 -> none");
    }

    @Test
    void aGhostGoesWithTheNextBookmark() {
        store.replace(List.of(), "5");
        store.overlay(object("web", "u1", 6));
        store.passed("5");
        assertThat(web()).isEqualTo("u1@6");
        store.passed("6");
        assertThat(web()).isEqualTo("none");
    }

    @Test
    void versionsThatAreNoNumbersLastUntilAnyNews() {
        store.replace(List.of(), "abc");
        store.overlay(opaque("x"));
        assertThat(store.get(WEB)).isPresent();
        store.passed("def");
        assertThat(store.get(WEB)).isPresent();
        store.changed(opaque("y"));
        assertThat(store.get(WEB).orElseThrow().resourceVersion()).isEqualTo("y");
        store.deleted(opaque("z"));
        assertThat(store.get(WEB)).isEmpty();
    }

    @Test
    @DisplayName("F06 duplicate and late events change nothing")
    void duplicateAndLateEventsAreDropped() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.changed(object("web", "u1", 8));
        listen();
        store.changed(object("web", "u1", 8));
        store.changed(object("web", "u1", 6));
        store.deleted(object("web", "u1", 7));
        assertThat(web()).isEqualTo("u1@8");
        store.deleted(object("web", "u1", 9));
        store.deleted(object("web", "u1", 9));
        store.changed(object("web", "u1", 8));
        assertThat(web()).isEqualTo("none");
        assertThat(heard).containsExactly("web: none -> u1@8", "web: u1@8 -> none");
    }

    @Test
    @DisplayName("RB-040 a name that is used again is another object")
    void aNameThatIsUsedAgainIsAnotherObject() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.overlay(object("web", "u2", 9));
        store.deleted(object("web", "u1", 7));
        assertThat(web()).isEqualTo("u2@9");
        store.changed(object("web", "u2", 9));
        assertThat(web()).isEqualTo("u2@9");
    }

    @Test
    void aConfirmedDeletionHidesTheObjectFromEveryStaleView() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        store.overlayDeletion(WEB, "u1");
        assertThat(web()).isEqualTo("none");
        store.changed(object("web", "u1", 6));
        store.replace(List.of(object("web", "u1", 6)), "6");
        assertThat(web()).isEqualTo("none");
        store.changed(object("web", "u2", 9));
        assertThat(web()).isEqualTo("u2@9");
    }

    @Test
    void ownWritesAreToldOnce() {
        store.replace(List.of(object("web", "u1", 5)), "5");
        listen();
        store.overlay(object("web", "u1", 9));
        store.changed(object("web", "u1", 9));
        assertThat(heard).containsExactly("web: none -> u1@5", "web: u1@5 -> u1@9");
    }

    @Test
    void aListenerThatComesLateHearsOfWhatIsThere() {
        store.replace(List.of(object("b", "u2", 5), object("a", "u1", 4)), "5");
        listen();
        assertThat(heard).containsExactly("a: none -> u1@4", "b: none -> u2@5");
    }

    @Test
    void aListTellsOfWhatWasDeletedMeanwhile() {
        store.replace(List.of(object("a", "u1", 4), object("b", "u2", 5)), "5");
        heard.clear();
        listen();
        heard.clear();
        store.replace(List.of(object("b", "u2", 5), object("c", "u3", 8)), "9");
        assertThat(heard).containsExactly("a: u1@4 -> none", "c: none -> u3@8");
    }

    @Test
    void indexesFollowWhatIsVisible() {
        SequencedMap<String, Function<String, List<String>>> indexers = new LinkedHashMap<>();
        indexers.put("uid", view -> List.of(view));
        ObjectStore<String> indexed =
                new ObjectStore<>(o -> o.path("metadata").path("uid").asText(), indexers);
        indexed.replace(List.of(object("b", "u1", 4), object("a", "u1", 5), object("c", "u2", 5)), "5");
        assertThat(indexed.byIndex("uid", "u1"))
                .extracting(s -> s.name().name())
                .containsExactly("a", "b");
        indexed.overlay(object("a", "u9", 7));
        assertThat(indexed.byIndex("uid", "u1"))
                .extracting(s -> s.name().name())
                .containsExactly("b");
        assertThat(indexed.byIndex("uid", "u9")).extracting(Stored::isOwnWrite).containsExactly(true);
        indexed.overlayDeletion(new ObjectName("shop", "b"), "u1");
        assertThat(indexed.byIndex("uid", "u1")).isEmpty();
    }

    /// Writes happen at the server; their answers and the watch's events come in any interleaving, with
    /// duplicates. Once the watch has told everything the store equals the server, and after each step
    /// it shows no state older than the last own write.
    @Property(tries = 500)
    void whateverTheInterleavingTheStoreEndsAsTheServer(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> steps) {
        ObjectStore<Integer> model = new ObjectStore<>(
                o -> o.path("metadata").path("resourceVersion").asInt());
        model.replace(List.of(), "1");
        List<JsonNode> history = new ArrayList<>();
        List<Boolean> isDeletion = new ArrayList<>();
        List<JsonNode> answers = new ArrayList<>();
        int told = 0;
        int newestOwn = 0;
        for (int step : steps) {
            boolean exists = !history.isEmpty() && !isDeletion.getLast();
            int version = history.size() + 2;
            String uid = exists ? history.getLast().path("metadata").path("uid").asText() : "u" + version;
            switch (step) {
                case 0, 1, 2, 3 -> {
                    history.add(object("web", uid, version));
                    isDeletion.add(exists && step == 0);
                    if (step == 1 || step == 2) {
                        answers.add(history.getLast());
                    }
                }
                case 4, 5, 6 -> {
                    if (told < history.size()) {
                        tell(model, history.get(told), isDeletion.get(told));
                        told++;
                    }
                }
                case 7 -> {
                    if (told > 0) {
                        tell(model, history.get(told - 1), isDeletion.get(told - 1));
                    }
                }
                case 8 -> {
                    if (!answers.isEmpty()) {
                        JsonNode answer = answers.removeFirst();
                        newestOwn = Math.max(
                                newestOwn,
                                answer.path("metadata").path("resourceVersion").asInt());
                        model.overlay(answer);
                    }
                }
                default -> {
                    told = history.size();
                    List<JsonNode> live = exists ? List.of(history.getLast()) : List.of();
                    model.replace(live, Integer.toString(history.size() + 1));
                }
            }
            int shown = model.get(WEB).map(Stored::view).orElse(Integer.MAX_VALUE);
            assertThat(shown).isGreaterThanOrEqualTo(newestOwn);
        }
        while (told < history.size()) {
            tell(model, history.get(told), isDeletion.get(told));
            told++;
        }
        answers.forEach(model::overlay);
        boolean exists = !history.isEmpty() && !isDeletion.getLast();
        assertThat(model.get(WEB).isPresent()).isEqualTo(exists);
        model.get(WEB).ifPresent(stored -> assertThat(stored.view()).isEqualTo(history.size() + 1));
    }

    private static void tell(ObjectStore<Integer> model, JsonNode object, boolean isDeletion) {
        if (isDeletion) {
            model.deleted(object);
        } else {
            model.changed(object);
        }
    }

    private void listen() {
        store.listen((name, before, after) ->
                heard.add(name.name() + ": " + before.orElse("none") + " -> " + after.orElse("none")));
    }

    private static JsonNode opaque(String version) {
        return json("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\",\"uid\":\"u\",\"resourceVersion\":\""
                + version + "\"}}");
    }
}
