package io.fairlead.api.apps;

import static io.fairlead.api.apps.CloneSets.alpha;
import static io.fairlead.api.apps.CloneSets.assertDefect;
import static io.fairlead.api.apps.CloneSets.beta;
import static io.fairlead.api.apps.CloneSets.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet.UpdateStrategy;
import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import io.fairlead.api.testing.Trees;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetShapesTest {
    @Test
    @DisplayName("CS-117 A v1alpha1 object means the same when read as v1beta1")
    void rewritesToBeta() {
        ObjectNode shaped = CloneSetCodec.toV1beta1(
                alpha("{updateStrategy: {type: 'InPlaceIfPossible'}, scaleStrategy: {disablePVCReuse: true}}"));
        assertThat(shaped.path("apiVersion").asText()).isEqualTo("apps.kruise.io/v1beta1");
        assertThat(shaped.at("/spec/updateStrategy"))
                .isEqualTo(Trees.of("{type: 'RollingUpdate', rollingUpdate: {podUpdatePolicy: 'InPlaceIfPossible'}}"));
        assertThat(shaped.at("/spec/scaleStrategy")).isEqualTo(Trees.of("{enablePVCReuse: false}"));
    }

    @Test
    void writesEveryDiscriminatorWithTheDefaultOfTheVersion() {
        ObjectNode fromAlpha = CloneSetCodec.toV1beta1(alpha("{}"));
        assertThat(fromAlpha.at("/spec/updateStrategy"))
                .isEqualTo(Trees.of("{type: 'RollingUpdate', rollingUpdate: {podUpdatePolicy: 'ReCreate'}}"));
        assertThat(fromAlpha.at("/spec/scaleStrategy")).isEqualTo(Trees.of("{enablePVCReuse: true}"));
        ObjectNode fromBeta = CloneSetCodec.toV1beta1(beta("{}"));
        assertThat(fromBeta.at("/spec/updateStrategy")).isEqualTo(fromAlpha.at("/spec/updateStrategy"));
        assertThat(fromBeta.at("/spec/scaleStrategy")).isEqualTo(Trees.of("{enablePVCReuse: false}"));
        ObjectNode onDelete = CloneSetCodec.toV1beta1(beta("{updateStrategy: {type: 'OnDelete'}}"));
        assertThat(onDelete.at("/spec/updateStrategy")).isEqualTo(Trees.of("{type: 'OnDelete'}"));
    }

    @Test
    void movesTheFieldsOfARollingUpdateAndNothingElse() {
        ObjectNode manifest = alpha("""
                {updateStrategy: {type: 'InPlaceOnly', partition: '30%', maxUnavailable: 2, maxSurge: 0, paused: true,
                   priorityStrategy: {orderPriority: [{orderedKey: 'a'}]}, scatterStrategy: [{key: 'a', value: 'b'}],
                   inPlaceUpdateStrategy: {gracePeriodSeconds: 5}, unknown: 1}, unknown: {a: [1]}}""");
        ObjectNode before = manifest.deepCopy();
        ObjectNode shaped = CloneSetCodec.toV1beta1(manifest);
        assertThat(manifest).as("the argument is left alone").isEqualTo(before);
        assertThat(shaped.at("/spec/updateStrategy")).isEqualTo(Trees.of("""
                {type: 'RollingUpdate', unknown: 1, rollingUpdate: {partition: '30%', maxUnavailable: 2, maxSurge: 0,
                   paused: true, priorityStrategy: {orderPriority: [{orderedKey: 'a'}]},
                   scatterStrategy: [{key: 'a', value: 'b'}], inPlaceUpdateStrategy: {gracePeriodSeconds: 5},
                   podUpdatePolicy: 'InPlaceOnly'}}"""));
        assertThat(shaped.at("/spec/unknown")).isEqualTo(before.at("/spec/unknown"));
        assertThat(shaped.at("/spec/template")).isEqualTo(before.at("/spec/template"));
        assertThat(shaped.at("/spec").has("replicas"))
                .as("left to an autoscaler")
                .isFalse();
    }

    @Test
    void turnsAlphaLabelsAndAnnotationsIntoFields() {
        ObjectNode manifest = alpha("{}");
        manifest.withObject("/metadata/labels").put("apps.kruise.io/cloneset-scaling-exclude-preparing-delete", "true");
        manifest.withObject("/metadata/annotations")
                .put("apps.kruise.io/image-predownload-parallelism", "3")
                .put("apps.kruise.io/image-predownload-timeout-seconds", "soon");
        ObjectNode shaped = CloneSetCodec.toV1beta1(manifest);
        assertThat(shaped.at("/spec/scaleStrategy/excludePreparingDelete").asBoolean())
                .isTrue();
        assertThat(shaped.at("/spec/updateStrategy/rollingUpdate/inPlaceUpdateStrategy"))
                .isEqualTo(Trees.of("{imagePreDownloadParallelism: 3}"));
        assertThat(valid(manifest).spec().scale().excludesPreparingDelete()).isTrue();
    }

    @Test
    void takesAnExplicitBetaFieldOverAnAlphaMark() {
        CloneSet mixed = valid(beta("""
                {scaleStrategy: {disablePVCReuse: false, enablePVCReuse: false},
                 updateStrategy: {type: 'ReCreate', rollingUpdate: {podUpdatePolicy: 'InPlaceIfPossible'}}}"""));
        assertThat(mixed.spec().scale().isPvcReused()).isFalse();
        assertThat(mixed.spec().update().policy()).isEqualTo(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE);
    }

    @Test
    void readsAlphaMarksThroughBeta() {
        CloneSet marked = valid(beta("""
                {scaleStrategy: {disablePVCReuse: false}, updateStrategy: {type: 'ReCreate', partition: 3, paused: true}}"""));
        assertThat(marked.spec().scale().isPvcReused()).isTrue();
        UpdateStrategy update = marked.spec().update();
        assertThat(update.type()).isEqualTo(UpdateStrategy.Type.ROLLING_UPDATE);
        assertThat(update.partition()).isEqualTo(IntOrPercent.of(3));
        assertThat(update.isPaused()).isTrue();
    }

    @Test
    void refusesContradictions() {
        assertDefect(
                beta("{updateStrategy: {partition: 3, rollingUpdate: {partition: 4}}}"),
                "spec.updateStrategy.partition");
        assertDefect(
                beta("{updateStrategy: {paused: true, rollingUpdate: {paused: false}}}"), "spec.updateStrategy.paused");
        assertDefect(
                beta("{updateStrategy: {type: 'InPlaceOnly', rollingUpdate: {podUpdatePolicy: 'ReCreate'}}}"),
                "spec.updateStrategy.rollingUpdate.podUpdatePolicy");
        assertDefect(
                beta("{scaleStrategy: {disablePVCReuse: true, enablePVCReuse: true}}"),
                "spec.scaleStrategy.enablePVCReuse");
        valid(beta("{updateStrategy: {partition: 3, rollingUpdate: {partition: 3}}}"));
        valid(beta("{updateStrategy: {type: 'InPlaceOnly', rollingUpdate: {podUpdatePolicy: 'InPlaceOnly'}}}"));
    }

    /// Rewriting never hides a contradiction and never changes what an object means.
    @Property
    void keepsTheMeaning(@ForAll("mixtures") ObjectNode object) {
        ObjectNode shaped = CloneSetCodec.toV1beta1(object);
        assertThat(CloneSetCodec.toV1beta1(shaped)).as("rewriting twice").isEqualTo(shaped);
        if (CloneSetCodec.parse(object) instanceof Parsed.Valid<CloneSet> valid) {
            CloneSet before = valid.value();
            CloneSet after = valid(shaped);
            assertThat(after.spec().update()).isEqualTo(before.spec().update());
            if (object.at("/spec/scaleStrategy").isObject()) {
                assertThat(after.spec().scale()).isEqualTo(before.spec().scale());
            }
            assertThat(shaped.at("/spec/scaleStrategy").has("disablePVCReuse")).isFalse();
            assertThat(UpdateStrategyReader.MOVED)
                    .noneMatch(field -> shaped.at("/spec/updateStrategy").has(field));
        } else {
            assertThat(CloneSetCodec.parse(shaped)).isInstanceOf(Parsed.Invalid.class);
        }
    }

    /// Objects as the server holds them: any fields of both shapes, the marks of v1alpha1 present.
    @Provide
    Arbitrary<ObjectNode> mixtures() {
        Arbitrary<String> types = Arbitraries.of(
                "type: 'ReCreate',",
                "type: 'InPlaceIfPossible',",
                "type: 'InPlaceOnly',",
                "type: 'RollingUpdate',",
                "");
        Arbitrary<String> policies = Arbitraries.of(
                "podUpdatePolicy: 'ReCreate',", "podUpdatePolicy: 'InPlaceIfPossible',", "podUpdatePolicy: null,", "");
        Arbitrary<String> direct =
                Arbitraries.of("partition: 3,", "partition: '30%', maxSurge: 1,", "paused: true,", "");
        Arbitrary<String> nested = Arbitraries.of("partition: 3", "partition: 4, paused: false", "maxSurge: 0", "");
        Arbitrary<String> scales = Arbitraries.of(
                "{disablePVCReuse: false}",
                "{disablePVCReuse: true}",
                "{enablePVCReuse: true}",
                "{enablePVCReuse: false, disablePVCReuse: true}",
                "{enablePVCReuse: true, disablePVCReuse: true}",
                "{enablePVCReuse: false, disablePVCReuse: false}");
        return Combinators.combine(types, policies, direct, nested, scales)
                .as((type, policy, outer, inner, scale) -> beta("{scaleStrategy: " + scale + ", updateStrategy: {"
                        + type + outer + "rollingUpdate: {" + policy + inner + "}}}"));
    }
}
