package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lists show one state, in the order of keys.
class ListTest {
    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items")
                .forEach(item -> names.add(item.path("metadata").path("name").asText()));
        return names;
    }

    @Test
    void pagesShowTheStateOfTheFirstOne() {
        Cluster cluster = new Cluster();
        for (String name : List.of("a", "b", "c", "d")) {
            cluster.configMap(name);
        }
        JsonNode first = cluster.get(CONFIG_MAPS + "?limit=2").body();
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.path("metadata").path("remainingItemCount").asInt()).isEqualTo(2);
        cluster.delete(CONFIG_MAPS + "/c", null);
        cluster.configMap("bb");
        cluster.merge(CONFIG_MAPS + "/d", "{data: {k: 'v'}}");
        String token = first.path("metadata").path("continue").asText();
        JsonNode second =
                cluster.get(CONFIG_MAPS + "?limit=2&continue=" + token).body();
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(second.path("items").path(1).has("data")).isFalse();
        assertThat(second.path("metadata").path("resourceVersion"))
                .isEqualTo(first.path("metadata").path("resourceVersion"));
    }

    @Test
    void aForgottenStateIsExpiredWithATokenForTheRest() {
        Cluster cluster = new Cluster(new ApiServer.Options(1, 4));
        for (String name : List.of("a", "b", "c")) {
            cluster.configMap(name);
        }
        String token = cluster.get(CONFIG_MAPS + "?limit=1")
                .body()
                .path("metadata")
                .path("continue")
                .asText();
        for (int i = 0; i < 6; i++) {
            cluster.merge(CONFIG_MAPS + "/a", "{data: {k: '" + i + "'}}");
        }
        JsonNode expired = Cluster.expect(410, cluster.get(CONFIG_MAPS + "?limit=1&continue=" + token));
        assertThat(expired.path("reason").asText()).isEqualTo("Expired");
        String rest = expired.path("metadata").path("continue").asText();
        assertThat(names(cluster.get(CONFIG_MAPS + "?continue=" + rest).body())).containsExactly("b", "c");
    }

    @Test
    void keysAreOrderedAsEtcdOrdersThem() {
        Cluster cluster = new Cluster();
        for (String namespace : List.of("a", "a-b")) {
            cluster.post("/api/v1/namespaces", "{metadata: {name: '" + namespace + "'}}");
            cluster.post(
                    "/api/v1/namespaces/" + namespace + "/configmaps", "{metadata: {name: 'in-" + namespace + "'}}");
        }
        // '-' comes before '/'.
        assertThat(names(cluster.get("/api/v1/configmaps").body())).containsExactly("in-a-b", "in-a");
        assertThat(names(cluster.get("/api/v1/namespaces/a/configmaps").body())).containsExactly("in-a");
    }

    @Test
    void setBasedSelectors() {
        Cluster cluster = new Cluster();
        cluster.configMap("a");
        cluster.merge(CONFIG_MAPS + "/a", "{metadata: {labels: {tier: 'front', n: '3'}}}");
        cluster.configMap("b");
        cluster.merge(CONFIG_MAPS + "/b", "{metadata: {labels: {tier: 'back'}}}");
        cluster.configMap("c");
        assertThat(selected(cluster, "tier in (front, back)")).containsExactly("a", "b");
        assertThat(selected(cluster, "tier notin (front)")).containsExactly("b", "c");
        assertThat(selected(cluster, "tier")).containsExactly("a", "b");
        assertThat(selected(cluster, "!tier")).containsExactly("c");
        assertThat(selected(cluster, "tier!=front,tier")).containsExactly("b");
        assertThat(selected(cluster, "n>2")).containsExactly("a");
    }

    private static List<String> selected(Cluster cluster, String selector) {
        return names(cluster.server
                .handle(Cluster.call(Verb.GET, CONFIG_MAPS + "?labelSelector=" + selector, null, ""))
                .body());
    }
}
