package io.fairlead.api.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.apps.CloneSet.Status;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who owns `replicas`, and what the subresources and the table show.
class CloneSetScaleOnRealServerTest {
    private static final String NAMESPACE = "cloneset-scale";
    private static final String GITSYNC = "fairlead-gitsync";
    private static ApiClient client;

    @BeforeAll
    static void start() {
        RealCluster cluster = RealCluster.shared();
        cluster.createNamespace(NAMESPACE);
        client = cluster.client();
    }

    private static String path(String name) {
        return Samples.cloneSets("v1beta1", NAMESPACE, name);
    }

    private static void apply(String name, String spec, String manager) {
        client.apply(path(name), Samples.cloneSet("v1beta1", name, spec).toString(), manager)
                .expectSuccess();
    }

    private static void scale(String name, int replicas) {
        client.mergePatch(path(name) + "/scale?fieldManager=autoscaler", "{\"spec\": {\"replicas\": " + replicas + "}}")
                .expect(200);
    }

    private static JsonNode replicas(String name) {
        return client.get(path(name)).expect(200).body().at("/spec/replicas");
    }

    @Test
    void droppingReplicasDoesNotScaleWhatSomebodyElseScales() {
        apply("scaled", "{replicas: 3}", GITSYNC);
        scale("scaled", 7);
        apply("scaled", "{}", GITSYNC);
        assertThat(replicas("scaled").asInt()).isEqualTo(7);
    }

    @Test
    void droppingReplicasThatNobodyElseOwnsRemovesThem() {
        apply("dropped", "{replicas: 3}", GITSYNC);
        apply("dropped", "{}", GITSYNC);
        assertThat(replicas("dropped").isMissingNode())
                .as("so the engine would take it for 1")
                .isTrue();
    }

    @Test
    void aSecondOwnerKeepsReplicasUntilAnAutoscalerComes() {
        apply("handed-over", "{replicas: 3}", GITSYNC);
        String claim = """
                {"apiVersion": "apps.kruise.io/v1beta1", "kind": "CloneSet", "metadata": {"name": "handed-over"},
                 "spec": {"replicas": 3}}""";
        client.apply(path("handed-over"), claim, "fairlead-replicas").expect(200);
        apply("handed-over", "{}", GITSYNC);
        assertThat(replicas("handed-over").asInt()).isEqualTo(3);
        scale("handed-over", 9);
        apply("handed-over", "{}", GITSYNC);
        assertThat(replicas("handed-over").asInt()).isEqualTo(9);
    }

    @Test
    void applyingReplicasAgainstAnAutoscalerIsAConflict() {
        apply("contested", "{replicas: 3}", GITSYNC);
        scale("contested", 7);
        String manifest =
                Samples.cloneSet("v1beta1", "contested", "{replicas: 3}").toString();
        assertThat(client.apply(path("contested"), manifest, GITSYNC)
                        .expect(409)
                        .message())
                .contains("autoscaler", ".spec.replicas");
    }

    @Test
    void cannotReadTheScaleOfACloneSetWithoutReplicas() {
        apply("unscaled", "{}", GITSYNC);
        assertThat(client.get(path("unscaled") + "/scale").expect(500).message())
                .contains("\".spec.replicas\" does not exist");
        scale("unscaled", 2);
        assertThat(replicas("unscaled").asInt()).isEqualTo(2);
        assertThat(client.get(path("unscaled") + "/scale")
                        .expect(200)
                        .body()
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void keepsSpecAndStatusApart() {
        apply("reported", "{replicas: 3}", GITSYNC);
        Status status = new Status(1, 4, 3, 3, 2, 2, 2, 3, "web-2", "web-1", 0, "app=web", List.of());
        ObjectNode object = Samples.cloneSet("v1beta1", "reported", "{replicas: 99}");
        object.set("status", CloneSetCodec.statusToJson(status));
        client.mergePatch(path("reported") + "/status", object.toString()).expect(200);
        JsonNode stored = client.get(path("reported")).body();
        assertThat(stored.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(stored.path("status")).isEqualTo(CloneSetCodec.statusToJson(status));
        assertThat(stored.at("/metadata/generation").asInt()).isEqualTo(1);
        JsonNode scale = client.get(path("reported") + "/scale").expect(200).body();
        assertThat(scale.at("/status/replicas").asInt()).isEqualTo(4);
        assertThat(scale.at("/status/selector").asText()).isEqualTo("app=web");
        assertThat(cells("reported"))
                .startsWith("reported", "3", "2", "2", "2", "3", "4")
                .endsWith("main", "web:1", "app=web");
    }

    @Test
    void printsTheColumnsOfOpenKruise() {
        JsonNode table = table();
        List<String> names = new ArrayList<>();
        List<Integer> priorities = new ArrayList<>();
        for (JsonNode column : table.path("columnDefinitions")) {
            names.add(column.path("name").asText());
            priorities.add(column.path("priority").asInt());
        }
        assertThat(names)
                .containsExactly(
                        "Name",
                        "DESIRED",
                        "UPDATED",
                        "UPDATED_READY",
                        "UPDATED_AVAILABLE",
                        "READY",
                        "TOTAL",
                        "AGE",
                        "CONTAINERS",
                        "IMAGES",
                        "SELECTOR");
        assertThat(priorities).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1);
    }

    @Test
    void answersToItsShortName() {
        for (JsonNode resource :
                client.get("/apis/apps.kruise.io/v1beta1").expect(200).body().path("resources")) {
            if (resource.path("name").asText().equals("clonesets")) {
                assertThat(resource.path("shortNames").get(0).asText()).isEqualTo("clone");
                return;
            }
        }
        throw new AssertionError("clonesets are not served");
    }

    private static JsonNode table() {
        return client.send(
                        "GET",
                        Samples.cloneSets("v1beta1", NAMESPACE),
                        "application/json",
                        "",
                        "application/json;as=Table;v=v1;g=meta.k8s.io")
                .expect(200)
                .body();
    }

    private static List<String> cells(String name) {
        List<String> cells = new ArrayList<>();
        for (JsonNode row : table().path("rows")) {
            if (row.path("cells").path(0).asText().equals(name)) {
                row.path("cells").forEach(cell -> cells.add(cell.asText()));
            }
        }
        return cells;
    }
}
