package io.fairlead.simulator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Crds;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.simulator.wire.GoText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Generated objects, valid ones and others, are sent to a real API server and to the model: both must say the same.
///
/// With `-Dgolden.update=true` the real server's answers are written to `answers.json`, for [RecordedAnswersTest].
class CustomKindsOnRealServerTest {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    private static final int OBJECTS_PER_VERSION = 120;
    private static final int RECORDED_PER_VERSION = 12;
    private static final Path RECORDED = Path.of("src/test/resources/io/fairlead/simulator/custom/answers.json");

    private static ApiClient client;
    private static final Map<String, ObjectNode> definitions = new LinkedHashMap<>();
    private static final List<String> differences = new ArrayList<>();
    private static final ArrayNode recorded = JsonNodeFactory.instance.arrayNode();

    @BeforeAll
    static void start() {
        RealCluster cluster = RealCluster.shared();
        client = cluster.client();
        List<String> names = new ArrayList<>(Crds.names());
        for (JsonNode hostile : Answers.resource("hostile.json")) {
            client.post(DEFINITIONS, hostile.toString()).expect(201);
            names.add(hostile.at("/metadata/name").asText());
        }
        for (String name : names) {
            cluster.await(
                    name, () -> isEstablished(client.get(DEFINITIONS + name).body()));
            definitions.put(name, (ObjectNode) client.get(DEFINITIONS + name).body());
        }
        definitions
                .values()
                .forEach(definition -> cluster.await(
                        "is served", () -> client.get(path(definition, "v1")).status() != 0));
    }

    private static boolean isEstablished(JsonNode definition) {
        for (JsonNode condition : definition.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static String path(JsonNode definition, String version) {
        String namespace = definition.at("/spec/scope").asText().equals("Cluster") ? "" : "namespaces/default/";
        return "/apis/" + definition.at("/spec/group").asText() + "/" + version + "/" + namespace
                + definition.at("/spec/names/plural").asText();
    }

    @AfterAll
    static void record() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            List<String> kept = new ArrayList<>();
            definitions.forEach((name, definition) -> {
                ObjectNode copy = definition.deepCopy();
                copy.remove("status");
                ((ObjectNode) copy.get("metadata")).retain("name");
                kept.add("\"" + name + "\":" + copy);
            });
            List<String> cases = new ArrayList<>();
            recorded.forEach(each -> cases.add(each.toString()));
            Files.writeString(
                    RECORDED,
                    "{\"definitions\":{\n" + String.join(",\n", kept) + "\n},\"cases\":[\n" + String.join(",\n", cases)
                            + "\n]}\n");
        }
    }

    @Test
    void theModelSaysWhatTheServerSays() {
        for (ObjectNode definition : definitions.values()) {
            for (JsonNode version : definition.at("/spec/versions")) {
                compare(definition, version);
            }
        }
        assertThat(differences).isEmpty();
    }

    private void compare(ObjectNode definition, JsonNode version) {
        String name = version.path("name").asText();
        CustomKind kind = CustomKinds.of(definition, name);
        JsonNode schema = version.at("/schema/openAPIV3Schema");
        boolean hasStatus = version.at("/subresources/status").isObject();
        Mutations mutations = new Mutations(42);
        List<ObjectNode> alive = new ArrayList<>();
        for (int i = 0; i < OBJECTS_PER_VERSION; i++) {
            double faults = i % 3 == 0 ? 0 : i % 3 == 1 ? 0.03 : 0.15;
            ObjectNode object = (ObjectNode) mutations.value(schema, 0);
            if (i % 2 == 0 || faults > 0.1) {
                object = mutations.changed(object, schema, faults);
            }
            prepare(object, definition, name, "o" + name + i);
            ApiClient.Answer answer =
                    client.send("POST", path(definition, name), "application/json", object.toString());
            check(
                    definition,
                    name,
                    "create",
                    object,
                    missing(),
                    answer,
                    Answers.ofModel(kind, object, missing(), hasStatus));
            if (answer.status() == 201) {
                alive.add((ObjectNode) answer.body());
            }
        }
        assertThat(alive)
                .as("objects of %s that the server took", path(definition, name))
                .isNotEmpty();
        for (int i = 0; i < OBJECTS_PER_VERSION; i++) {
            ObjectNode old = alive.get(i % alive.size());
            ObjectNode object = mutations.changed(old, schema, i % 2 == 0 ? 0.02 : 0.2);
            ApiClient.Answer answer = client.send(
                    "PUT",
                    path(definition, name) + "/" + old.at("/metadata/name").asText(),
                    "application/json",
                    object.toString());
            check(definition, name, "update", object, old, answer, Answers.ofModel(kind, object, old, hasStatus));
            if (answer.status() == 200) {
                alive.set(i % alive.size(), (ObjectNode) answer.body());
            }
        }
        for (int i = 0; hasStatus && i < OBJECTS_PER_VERSION / 3; i++) {
            ObjectNode old = alive.get(i % alive.size());
            ObjectNode object = old.deepCopy();
            object.set("status", mutations.value(schema.at("/properties/status"), i % 2 == 0 ? 0 : 0.1));
            ApiClient.Answer answer = client.send(
                    "PUT",
                    path(definition, name) + "/" + old.at("/metadata/name").asText() + "/status",
                    "application/json",
                    object.toString());
            check(definition, name, "status", object, old, answer, Answers.ofModelStatus(kind, object, old));
            if (answer.status() == 200) {
                alive.set(i % alive.size(), (ObjectNode) answer.body());
            }
        }
    }

    private static JsonNode missing() {
        return JsonNodeFactory.instance.missingNode();
    }

    private static void prepare(ObjectNode object, JsonNode definition, String version, String name) {
        object.put("apiVersion", definition.at("/spec/group").asText() + "/" + version);
        object.put("kind", definition.at("/spec/names/kind").asText());
        object.putObject("metadata").put("name", name);
    }

    private void check(
            ObjectNode definition,
            String version,
            String verb,
            ObjectNode sent,
            JsonNode old,
            ApiClient.Answer answer,
            JsonNode ours) {
        JsonNode theirs = Answers.ofServer(answer.status(), answer.body());
        String place = definition.at("/metadata/name").asText() + " " + version;
        if (recorded.findValuesAsText("place").stream()
                        .filter((place + " " + verb)::equals)
                        .count()
                < RECORDED_PER_VERSION) {
            ObjectNode each = recorded.addObject();
            each.put("place", place + " " + verb);
            each.put("definition", definition.at("/metadata/name").asText());
            each.put("version", version).put("verb", verb);
            each.set("sent", sent);
            if (!old.isMissingNode()) {
                each.set("old", old);
            }
            each.set("answer", theirs);
        }
        if (!GoText.json(theirs).equals(GoText.json(ours))) {
            differences.add(
                    "\n" + place + " " + verb + "\n  sent   " + sent + (old.isMissingNode() ? "" : "\n  old    " + old)
                            + "\n  server " + GoText.json(theirs) + "\n  model  " + GoText.json(ours));
        }
    }
}
