package io.fairlead.api.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Defect;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.api.testing.Trees;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two versions, one stored object, no conversion.
class CloneSetVersionsOnRealServerTest {
    private static final String NAMESPACE = "cloneset-versions";
    private static final String ALPHA = "v1alpha1";
    private static final String BETA = "v1beta1";
    private static ApiClient client;

    @BeforeAll
    static void start() {
        RealCluster cluster = RealCluster.shared();
        cluster.createNamespace(NAMESPACE);
        client = cluster.client();
    }

    private static void create(String version, String name, String spec) {
        client.post(
                        Samples.cloneSets(version, NAMESPACE),
                        Samples.cloneSet(version, name, spec).toString())
                .expect(201);
    }

    private static JsonNode read(String version, String name) {
        return client.get(Samples.cloneSets(version, NAMESPACE, name))
                .expect(200)
                .body();
    }

    private static CloneSet parse(JsonNode object) {
        return switch (CloneSetCodec.parse(object)) {
            case Parsed.Valid<CloneSet> valid -> valid.value();
            case Parsed.Invalid<CloneSet> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    @Test
    void eitherShapeReadsTheSameThroughEitherVersion() {
        create(ALPHA, "from-alpha", "{updateStrategy: {type: 'InPlaceIfPossible', partition: '30%'}}");
        create(BETA, "from-beta", """
                {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {podUpdatePolicy: 'InPlaceOnly', partition: 2}}}""");
        for (String name : List.of("from-alpha", "from-beta")) {
            assertThat(read(ALPHA, name).path("spec"))
                    .as(name)
                    .isEqualTo(read(BETA, name).path("spec"));
        }
        assertThat(parse(read(BETA, "from-alpha")).spec().update().partition()).hasToString("30%");
        assertThat(parse(read(BETA, "from-beta")).spec().update().policy()).isEqualTo(PodUpdatePolicy.IN_PLACE_ONLY);
    }

    @Test
    @DisplayName("CS-117 The marks of v1alpha1 survive being read and written back through v1beta1")
    void keepsTheMarks() {
        create(ALPHA, "marked", "{}");
        ObjectNode read = (ObjectNode) read(BETA, "marked");
        assertThat(read.at("/spec/updateStrategy")).isEqualTo(Trees.of("{type: 'ReCreate'}"));
        assertThat(read.at("/spec/scaleStrategy")).isEqualTo(Trees.of("{disablePVCReuse: false}"));
        assertThat(parse(read).spec().scale().isPvcReused()).isTrue();
        read.withObject("/metadata/labels").put("touched", "yes");
        client.put(Samples.cloneSets(BETA, NAMESPACE, "marked"), read.toString())
                .expect(200);
        assertThat(parse(read(BETA, "marked")).spec().scale().isPvcReused()).isTrue();
        assertThat(parse(read(BETA, "marked")).labels()).containsKey("touched");
    }

    @Test
    void addsNothingToABetaObjectThatAlphaOnlyReads() {
        create(BETA, "plain", "{}");
        assertThat(read(ALPHA, "plain").path("spec").has("scaleStrategy")).isFalse();
        assertThat(read(BETA, "plain").path("spec").has("replicas")).isFalse();
        assertThat(parse(read(BETA, "plain")).spec().scale().isPvcReused()).isFalse();
    }

    @Test
    void refusesAnAlphaWriteThatWouldTurnTheReuseOfClaimsOn() {
        String claims = "volumeClaimTemplates: [{metadata: {name: 'data'}}]";
        create(BETA, "silent", "{" + claims + "}");
        create(BETA, "explicit", "{" + claims + ", scaleStrategy: {enablePVCReuse: false}}");
        create(ALPHA, "alpha", "{" + claims + "}");
        String touch = "{\"metadata\": {\"labels\": {\"touched\": \"yes\"}}}";
        assertThat(client.mergePatch(Samples.cloneSets(ALPHA, NAMESPACE, "silent"), touch)
                        .expect(422)
                        .message())
                .contains("spec.scaleStrategy", "must say enablePVCReuse");
        client.mergePatch(Samples.cloneSets(BETA, NAMESPACE, "silent"), touch).expect(200);
        client.mergePatch(Samples.cloneSets(ALPHA, NAMESPACE, "explicit"), touch)
                .expect(200);
        client.mergePatch(Samples.cloneSets(ALPHA, NAMESPACE, "alpha"), touch).expect(200);
        assertThat(parse(read(BETA, "explicit")).spec().scale().isPvcReused()).isFalse();
        assertThat(parse(read(BETA, "alpha")).spec().scale().isPvcReused()).isTrue();
    }

    @Test
    void holdsAnObjectThatTwoShapesContradictIn() {
        create(ALPHA, "both", "{updateStrategy: {type: 'InPlaceIfPossible', partition: '30%'}}");
        ObjectNode applied =
                CloneSetCodec.toV1beta1(Samples.cloneSet(BETA, "both", "{updateStrategy: {partition: 1}}"));
        String path = Samples.cloneSets(BETA, NAMESPACE, "both") + "?force=true&fieldManager=fairlead-gitsync";
        client.send("PATCH", path, "application/apply-patch+yaml", applied.toString())
                .expect(200);
        List<Defect> defects = switch (CloneSetCodec.parse(read(BETA, "both"))) {
            case Parsed.Valid<CloneSet> valid -> throw new AssertionError(valid.toString());
            case Parsed.Invalid<CloneSet> invalid -> invalid.defects();
        };
        assertThat(defects)
                .containsExactly(new Defect(
                        "spec.updateStrategy.partition", "contradicts spec.updateStrategy.rollingUpdate.partition"));
    }

    @Test
    void letsAlphaClientsTouchAnOnDeleteObject() {
        create(BETA, "on-delete", "{updateStrategy: {type: 'OnDelete'}}");
        client.mergePatch(
                        Samples.cloneSets(ALPHA, NAMESPACE, "on-delete"),
                        "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
    }

    @Test
    void servesWhatFairleadAppliesUnchanged() {
        ObjectNode applied = CloneSetCodec.toV1beta1(Samples.cloneSet(
                ALPHA, "applied", "{replicas: 2, updateStrategy: {type: 'InPlaceIfPossible', partition: '30%'}}"));
        String path = Samples.cloneSets(BETA, NAMESPACE, "applied");
        client.apply(path, applied.toString(), "fairlead-gitsync").expect(201);
        assertThat(read(BETA, "applied").path("spec")).isEqualTo(applied.path("spec"));
        String version = read(BETA, "applied").at("/metadata/resourceVersion").asText();
        client.apply(path, applied.toString(), "fairlead-gitsync").expect(200);
        assertThat(read(BETA, "applied").at("/metadata/resourceVersion").asText())
                .as("applying again writes nothing")
                .isEqualTo(version);
    }
}
