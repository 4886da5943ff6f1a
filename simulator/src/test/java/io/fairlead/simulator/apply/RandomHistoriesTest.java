package io.fairlead.simulator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.simulator.apply.History.Request;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random histories of objects, played to a real kube-apiserver and to the model: the whole objects must be equal,
/// managers included, times of managers aside (but not whether there is one). A history is repeated by its seed:
/// `-Dfairlead.seed=…`.
class RandomHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("fairlead.histories", 60);
    private static final int REQUESTS = 10;
    private static final String NAMESPACE = "histories";

    @Test
    void equalTheRealServers() {
        RealCluster cluster = RealCluster.shared();
        if (cluster.client().get("/api/v1/namespaces/" + NAMESPACE).status() == 404) {
            cluster.createNamespace(NAMESPACE);
        }
        serveWidgets(cluster);
        List<Subject> subjects =
                List.of(new ConfigMaps(), new Widgets(), new Deployments(), new Services(), new Pods());
        long only = Long.getLong("fairlead.seed", -1);
        for (long seed = 0; seed < (long) HISTORIES * subjects.size(); seed++) {
            if (only < 0 || only == seed) {
                play(cluster.client(), subjects.get((int) (seed % subjects.size())), seed);
            }
        }
    }

    private static void serveWidgets(RealCluster cluster) {
        String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        cluster.client().post(definitions, Widgets.DEFINITION.toString());
        cluster.await("widgets are served", () -> {
            ObjectNode probe = new Widgets().base("probe");
            return cluster.client()
                            .apply(new Widgets().collection(NAMESPACE) + "/probe", probe.toString(), "probe")
                            .status()
                    < 300;
        });
    }

    private static void play(ApiClient client, Subject subject, long seed) {
        Random random = new Random(seed);
        String name = "h" + seed;
        History history = new History(subject, name, random);
        Model model = new Model(subject);
        String path = subject.collection(NAMESPACE) + "/" + name;
        @Nullable ObjectNode live = null;
        for (int i = 0; i < REQUESTS; i++) {
            Request request = live == null ? history.first() : history.next(live);
            ApiClient.Answer answer = send(client, subject, path, request);
            String what = "seed " + seed + ", request " + i + ": " + request + "\nlive: " + live + "\nanswer: "
                    + answer.body();
            check(model, live, request, answer, what);
            if (answer.status() < 300) {
                live = (ObjectNode) answer.body();
            }
        }
    }

    private static void check(
            Model model, @Nullable ObjectNode live, Request request, ApiClient.Answer answer, String what) {
        if (answer.status() == 422 && !answer.message().startsWith("the server rejected")) {
            // Refused by validation, which is not ours.
            return;
        }
        ObjectNode result;
        try {
            result = model.result(live, request, Instant.parse("2100-01-01T00:00:00Z"));
        } catch (StatusException e) {
            assertThat(normalStatus(e.reply().body())).as(what).isEqualTo(normalStatus(answer.body()));
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(answer.status()).as(what).isLessThan(300);
        if (live != null && live.equals(answer.body())) {
            assertThat(result).as(what).isEqualTo(live);
        }
        JsonNode modelled = normal(result);
        JsonNode real = normal((ObjectNode) answer.body());
        if (live == null) {
            // The status of a new object is its strategy's.
            ((ObjectNode) modelled).remove("status");
            ((ObjectNode) real).remove("status");
        }
        assertThat(modelled).as(what).isEqualTo(real);
    }

    private static ApiClient.Answer send(ApiClient client, Subject subject, String path, Request request) {
        String manager = "?fieldManager=" + request.manager();
        String at = path + (request.subresource().isEmpty() ? "" : "/" + request.subresource()) + manager;
        String body = request.body().toString();
        return switch (request.verb()) {
            case CREATE -> client.send("POST", subject.collection(NAMESPACE) + manager, "application/json", body);
            case PUT -> client.send("PUT", at, "application/json", body);
            case APPLY ->
                client.send(
                        "PATCH", at + (request.isForced() ? "&force=true" : ""), "application/apply-patch+yaml", body);
            case MERGE -> client.send("PATCH", at, "application/merge-patch+json", body);
            case JSON -> client.send("PATCH", at, "application/json-patch+json", body);
            case STRATEGIC -> client.send("PATCH", at, "application/strategic-merge-patch+json", body);
        };
    }

    private static JsonNode normalStatus(JsonNode status) {
        ObjectNode copy = status.deepCopy();
        if (copy.path("details").path("causes") instanceof ArrayNode causes) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            causes.forEach(cause -> sorted.put(cause.toString(), cause));
            causes.removeAll();
            sorted.values().forEach(causes::add);
        }
        return copy;
    }

    private static JsonNode normal(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = (ObjectNode) copy.path("metadata");
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation", "namespace"));
        metadata.path("managedFields").forEach(each -> {
            if (each.has("time")) {
                ((ObjectNode) each).put("time", "some time");
            }
        });
        if (metadata.path("managedFields") instanceof ArrayNode entries) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            entries.forEach(each -> sorted.put(each.toString(), each));
            TreeMap<String, JsonNode> byText = new TreeMap<>();
            entries.forEach(each -> byText.put(sortKey(each), each));
            entries.removeAll();
            byText.values().forEach(entries::add);
        }
        return copy;
    }

    // The order depends on times, of which the model's are others.
    private static String sortKey(JsonNode entry) {
        return entry.path("operation").asText() + " " + entry.path("manager").asText() + " "
                + entry.path("apiVersion").asText() + " "
                + entry.path("subresource").asText();
    }
}
