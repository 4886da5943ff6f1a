package io.fairlead.gitsync.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.gitsync.health.Health.State;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode cloneSet(String status) {
        return json("""
                {"apiVersion":"apps.kruise.io/v1beta1","kind":"CloneSet","metadata":{"generation":2},
                 "spec":{"replicas":3},"status":%s}""".formatted(status));
    }

    @Test
    void aCloneSetWhoseControllerLagsBehindIsNeverHealthy() {
        Health health = Health.of(cloneSet("""
                {"observedGeneration":1,"replicas":3,"readyReplicas":3,"availableReplicas":3,"updatedReplicas":3,
                 "updatedAvailableReplicas":3,"updateRevision":"web-a"}"""));
        assertThat(health.state()).isEqualTo(State.PROGRESSING);
        assertThat(health.counts())
                .as("three pods are updated to the generation before, none to this one")
                .isEqualTo(new Health.Counts(3, 0, 3, ""));
    }

    @Test
    @DisplayName("GO-045 a CloneSet that is fully updated is healthy, and on its way it is progressing, not degraded")
    void fullyUpdatedIsHealthy() {
        assertThat(Health.of(cloneSet("""
                {"observedGeneration":2,"replicas":3,"readyReplicas":3,"availableReplicas":3,"updatedReplicas":3,
                 "updatedAvailableReplicas":3,"expectedUpdatedReplicas":3,"updateRevision":"web-b"}""")))
                .isEqualTo(new Health(State.HEALTHY, "3/3 updated", new Health.Counts(3, 3, 3, "web-b")));
        assertThat(Health.of(cloneSet("""
                {"observedGeneration":2,"replicas":3,"readyReplicas":2,"availableReplicas":2,"updatedReplicas":2,
                 "updatedAvailableReplicas":1,"expectedUpdatedReplicas":3}""")).state()).isEqualTo(State.PROGRESSING);
    }

    @Test
    void aStoppedCloneSetSaysWhy() {
        Health health = Health.of(cloneSet("""
                {"observedGeneration":2,"conditions":[{"type":"FailedUpdate","status":"True","message":"pod web-1 cannot"}]}"""));
        assertThat(health.state()).isEqualTo(State.DEGRADED);
        assertThat(health.message()).isEqualTo("FailedUpdate: pod web-1 cannot");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'apiVersion':'v1','kind':'ConfigMap'} | HEALTHY",
                "{'apiVersion':'v1','kind':'Namespace','status':{'phase':'Active'}} | HEALTHY",
                "{'apiVersion':'v1','kind':'Namespace','status':{'phase':'Terminating'}} | PROGRESSING",
                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'deletionTimestamp':'x'}} | PROGRESSING",
                "{'apiVersion':'apps/v1','kind':'Deployment','spec':{'replicas':2},'status':{'replicas':2,'updatedReplicas':2,'availableReplicas':2}} | HEALTHY",
                "{'apiVersion':'apps/v1','kind':'Deployment','spec':{'replicas':2},'status':{'replicas':3,'updatedReplicas':2,'availableReplicas':2}} | PROGRESSING",
                "{'apiVersion':'apps/v1','kind':'Deployment','spec':{'replicas':2},'status':{'conditions':[{'type':'Progressing','status':'False','reason':'ProgressDeadlineExceeded'}]}} | DEGRADED",
                "{'apiVersion':'batch/v1','kind':'Job','status':{'conditions':[{'type':'Complete','status':'True'}]}} | HEALTHY",
                "{'apiVersion':'batch/v1','kind':'Job','status':{'conditions':[{'type':'Failed','status':'True'}]}} | DEGRADED",
                "{'apiVersion':'apps/v1','kind':'StatefulSet','spec':{'replicas':3,'updateStrategy':{'rollingUpdate':{'partition':2}}},'status':{'replicas':3,'readyReplicas':3,'updatedReplicas':1}} | HEALTHY",
                "{'apiVersion':'apps/v1','kind':'DaemonSet','status':{'desiredNumberScheduled':3,'updatedNumberScheduled':2,'numberReady':3}} | PROGRESSING",
                "{'apiVersion':'x.example/v1','kind':'Thing','status':{'conditions':[{'type':'Ready','status':'False'}]}} | PROGRESSING",
            })
    void builtInKinds(String object, State expected) {
        assertThat(Health.of(json(object.replace('\'', '"'))).state()).isEqualTo(expected);
    }
}
