package io.fairlead.simulator.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.simulator.patch.Patches;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// The recordings are what a real kube-apiserver answers today; or they are made.
class BuiltinKindsOnRealServerTest {
    @Test
    void answersAsRecorded() {
        try (RealCluster cluster = RealCluster.start(RealCluster.Options.API_ONLY)) {
            cluster.createNamespace(Case.NAMESPACE);
            Map<String, ObjectNode> files = new LinkedHashMap<>();
            SoftAssertions all = new SoftAssertions();
            for (Case each : Case.all()) {
                ArrayNode answers = run(cluster.client(), each);
                files.computeIfAbsent(each.kindFile(), file -> JsonNodeFactory.instance.objectNode())
                        .set(each.name(), answers);
                if (!Recordings.IS_RECORDING) {
                    all.assertThat(answers).as(each.name()).isEqualTo(Recordings.of(each));
                }
            }
            if (Recordings.IS_RECORDING) {
                Recordings.write(files);
            }
            all.assertAll();
            assertThat(files).isNotEmpty();
        }
    }

    private static ApiClient.Answer send(ApiClient client, String method, String path, ObjectNode body) {
        return client.send(method, path + "?fieldValidation=Strict", "application/json", body.toString());
    }

    private static ArrayNode run(ApiClient client, Case each) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        String object = each.path() + "/" + each.objectName();
        ObjectNode stored = null;
        for (Case.Step step : each.steps()) {
            ApiClient.Answer answer;
            if (stored == null) {
                answer = send(client, "POST", each.path(), step.body());
            } else {
                String path = step.subresource().isEmpty() ? object : object + "/" + step.subresource();
                answer = send(client, "PUT", path, Patches.merge(stored, step.body()));
            }
            answers.add(Answers.entry(answer.status(), answer.body()));
            boolean isStored = answer.status() / 100 == 2;
            if (isStored) {
                stored = (ObjectNode) answer.body();
            } else if (stored == null) {
                break;
            }
        }
        if (stored != null) {
            client.send("DELETE", object + "?gracePeriodSeconds=0", "application/json", "");
        }
        return answers;
    }
}
