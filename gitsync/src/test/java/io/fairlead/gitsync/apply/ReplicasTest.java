package io.fairlead.gitsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode live(String manager) {
        return json("{'spec':{'replicas':7},'metadata':{'managedFields':[{'manager':'" + manager
                + "','fieldsV1':{'f:spec':{'f:replicas':{}}}}]}}");
    }

    private static ObjectNode manifest(String replicas) {
        return (ObjectNode) json("{'spec':{" + replicas + "'template':{'spec':{}}}}");
    }

    private static ObjectNode kept(JsonNode live, ObjectNode manifest) {
        Replicas.keep(live, manifest);
        return manifest;
    }

    @Test
    void replicasLeftOutOfGitStayAtTheLiveNumberWhileNobodyElseOwnsThem() {
        assertThat(kept(live(ObjectApplier.FIELD_MANAGER), manifest(""))
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void onceAnAutoscalerOwnsThemTheyAreLeftToIt() {
        assertThat(kept(live("kube-controller-manager"), manifest(""))
                        .at("/spec")
                        .has("replicas"))
                .isFalse();
    }

    @Test
    void whatGitSaysIsWhatCounts() {
        assertThat(kept(live("kube-controller-manager"), manifest("'replicas':2,"))
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void anObjectWithoutPodsGetsNone() {
        ObjectNode plain = (ObjectNode) json("{'spec':{'rules':[]}}");
        assertThat(kept(live(ObjectApplier.FIELD_MANAGER), plain)).isEqualTo(json("{'spec':{'rules':[]}}"));
    }
}
