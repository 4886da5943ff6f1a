package io.fairlead.api.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.ApiClient.Answer;
import io.fairlead.api.testing.RealCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the schema of CloneSet answers by itself, without any webhook.
class CloneSetRulesOnRealServerTest {
    private static final String NAMESPACE = "cloneset-rules";
    private static ApiClient client;

    @BeforeAll
    static void start() {
        RealCluster cluster = RealCluster.shared();
        cluster.createNamespace(NAMESPACE);
        client = cluster.client();
    }

    private static Answer create(String version, String spec) {
        ObjectNode object = Samples.cloneSet(version, "tried", spec);
        return client.post(Samples.cloneSets(version, NAMESPACE) + "?dryRun=All", object.toString());
    }

    private static List<String> fields(Answer answer) {
        List<String> fields = new ArrayList<>();
        for (JsonNode cause : answer.body().path("details").path("causes")) {
            fields.add(cause.path("field").asText());
        }
        return fields;
    }

    @ParameterizedTest
    @DisplayName("CS-112 CS-114 CS-116 CS-045 A refusal names the field")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{template: {metadata: {labels: {app: 'b'}}}} | spec.template.metadata.labels",
                "{template: {}} | spec.template.metadata.labels",
                "{selector: {matchExpressions: [{key: 'app', operator: 'NotIn', values: ['web']}]}} | spec.template.metadata.labels",
                "{selector: {matchExpressions: [{key: 'app', operator: 'DoesNotExist'}]}} | spec.template.metadata.labels",
                "{selector: {matchExpressions: [{key: 'tier', operator: 'Exists'}]}} | spec.template.metadata.labels",
                "{selector: {}} | spec.selector",
                "{replicas: -1} | spec.replicas",
                "{template: {metadata: {labels: {app: 'web'}}, spec: {restartPolicy: 'Never'}}} | spec.template.spec.restartPolicy",
                "{template: {metadata: {labels: {app: 'web'}}, spec: {activeDeadlineSeconds: 5}}} | spec.template.spec.activeDeadlineSeconds",
                "{updateStrategy: {rollingUpdate: {maxUnavailable: 0}}} | spec.updateStrategy",
                "{updateStrategy: {maxUnavailable: '0%', maxSurge: '0.0%'}} | spec.updateStrategy",
                "{updateStrategy: {rollingUpdate: {podUpdatePolicy: 'InPlaceOnly', maxSurge: 1}}} | spec.updateStrategy",
                "{updateStrategy: {type: 'InPlaceOnly', maxSurge: '10%'}} | spec.updateStrategy",
                "{updateStrategy: {type: 'Foo'}} | spec.updateStrategy.type",
                "{updateStrategy: {rollingUpdate: {partition: '5'}}} | spec.updateStrategy.rollingUpdate.partition",
                "{updateStrategy: {rollingUpdate: {partition: '-5%'}}} | spec.updateStrategy.rollingUpdate.partition",
                "{updateStrategy: {rollingUpdate: {partition: -5}}} | spec.updateStrategy.rollingUpdate.partition",
                "{updateStrategy: {partition: 'x'}} | spec.updateStrategy.partition",
                "{updateStrategy: {rollingUpdate: {priorityStrategy: {orderPriority: [{orderedKey: 'a'}], weightPriority: [{weight: 1, matchSelector: {matchLabels: {a: 'b'}}}]}}}} | spec.updateStrategy.rollingUpdate.priorityStrategy",
                "{updateStrategy: {priorityStrategy: {weightPriority: [{weight: 101, matchSelector: {matchLabels: {a: 'b'}}}]}}} | spec.updateStrategy.priorityStrategy.weightPriority[0].weight",
                "{updateStrategy: {scatterStrategy: [{key: 'a', value: 'b'}, {key: 'a', value: 'b'}]}} | spec.updateStrategy.scatterStrategy",
                "{scaleStrategy: {podsToDelete: ['a', 'a']}} | spec.scaleStrategy.podsToDelete[1]",
                "{scaleStrategy: {enablePVCReuse: true, disablePVCReuse: true}} | spec.scaleStrategy.enablePVCReuse",
            })
    void namesTheField(String spec, String field) {
        for (String version : List.of("v1alpha1", "v1beta1")) {
            assertThat(fields(create(version, spec).expect(422))).as(version).contains(field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}",
                "{replicas: 0, updateStrategy: {maxUnavailable: 0, maxSurge: 0}}",
                "{updateStrategy: {maxUnavailable: 0, maxSurge: 1}}",
                "{updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: '1%'}}}",
                "{updateStrategy: {partition: '12.5%', maxUnavailable: '0.5%'}}",
                "{selector: {matchExpressions: [{key: 'app', operator: 'In', values: ['a', 'web']}, {key: 'x', operator: 'DoesNotExist'}]}}",
                "{template: {metadata: {labels: {app: 'web'}, creationTimestamp: null, annotations: {long: 'more than sixty-three characters are no trouble in an annotation, are they'}}, spec: {restartPolicy: 'Always', unknown: [{a: 1}]}}}",
            })
    @DisplayName("CS-114 CS-115 What is valid is taken in both versions")
    void takesWhatIsValid(String spec) {
        for (String version : List.of("v1alpha1", "v1beta1")) {
            create(version, spec).expect(201);
        }
    }

    @Test
    @DisplayName("CS-046 CS-069 Two rules hold in v1alpha1 alone")
    void hasRulesOfAlphaAlone() {
        String onDelete = "{updateStrategy: {type: 'OnDelete'}}";
        assertThat(fields(create("v1alpha1", onDelete).expect(422))).containsExactly("spec.updateStrategy.type");
        create("v1beta1", onDelete).expect(201);
        String deadline = "{progressDeadlineSeconds: 10, minReadySeconds: 10}";
        assertThat(fields(create("v1alpha1", deadline).expect(422))).containsExactly("spec.progressDeadlineSeconds");
        create("v1beta1", deadline).expect(201);
    }

    @Test
    @DisplayName("CS-112 The selector cannot be changed")
    void keepsTheSelector() {
        client.post(
                        Samples.cloneSets("v1beta1", NAMESPACE),
                        Samples.cloneSet("v1beta1", "kept", "{}").toString())
                .expect(201);
        Answer answer = client.mergePatch(Samples.cloneSets("v1beta1", NAMESPACE, "kept"), """
                {"spec": {"selector": {"matchLabels": {"app": "b"}},
                          "template": {"metadata": {"labels": {"app": "b"}}}}}""");
        assertThat(fields(answer.expect(422))).containsExactly("spec.selector");
        assertThat(answer.message()).contains("cannot be changed");
    }

    @Test
    void wouldBeRefusedWithoutBounds() {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/clonesets.apps.kruise.io";
        ObjectNode definition = (ObjectNode) client.get(path).expect(200).body();
        client.put(path + "?dryRun=All", definition.toString()).expect(200);
        for (JsonNode version : definition.path("spec").path("versions")) {
            JsonNode template = version.at("/schema/openAPIV3Schema/properties/spec/properties/template");
            ((ObjectNode) template.at("/properties/metadata/properties/labels")).remove("maxProperties");
            JsonNode selector = version.at("/schema/openAPIV3Schema/properties/spec/properties/selector");
            ((ObjectNode) selector.at("/properties/matchLabels")).remove("maxProperties");
        }
        Answer answer = client.put(path + "?dryRun=All", definition.toString()).expect(422);
        assertThat(answer.message()).contains("estimated rule cost");
    }
}
