package io.fairlead.api.apps;

import static io.fairlead.api.apps.CloneSets.alpha;
import static io.fairlead.api.apps.CloneSets.assertDefect;
import static io.fairlead.api.apps.CloneSets.beta;
import static io.fairlead.api.apps.CloneSets.defects;
import static io.fairlead.api.apps.CloneSets.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Defect;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet.Priority;
import io.fairlead.api.apps.CloneSet.Spec;
import io.fairlead.api.apps.CloneSet.UpdateStrategy;
import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import io.fairlead.api.testing.Trees;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloneSetRulesTest {
    @Test
    @DisplayName("CS-001 What is left out has the documented default")
    void appliesDefaults() {
        Spec spec = valid(beta("{}")).spec();
        assertThat(spec.replicas()).isEqualTo(1);
        assertThat(spec.revisionHistoryLimit()).isEqualTo(10);
        assertThat(spec.minReadySeconds()).isZero();
        assertThat(spec.progressDeadlineSeconds()).isEmpty();
        assertThat(spec.update().type()).isEqualTo(UpdateStrategy.Type.ROLLING_UPDATE);
        assertThat(spec.update().policy()).isEqualTo(PodUpdatePolicy.RECREATE);
        assertThat(spec.update().partition()).isEqualTo(IntOrPercent.of(0));
        assertThat(spec.update().maxUnavailable()).hasToString("20%");
        assertThat(spec.update().maxSurge()).isEqualTo(IntOrPercent.of(0));
        assertThat(spec.update().isPaused()).isFalse();
        assertThat(spec.update().priority()).isEqualTo(new Priority.None());
        assertThat(spec.update().gracePeriodSeconds()).isZero();
        assertThat(spec.scale().maxUnavailable()).isEmpty();
        assertThat(spec.scale().isPvcReused()).isFalse();
        assertThat(spec.lifecycle()).isEmpty();
    }

    @Test
    @DisplayName("CS-112 The template's labels must match a selector that is not empty")
    void demandsMatchingLabels() {
        assertDefect(beta("{template: {metadata: {labels: {app: 'b'}}}}"), "spec.template.metadata.labels");
        assertDefect(beta("{template: {}}"), "spec.template.metadata.labels");
        assertDefect(beta("{selector: {}}"), "spec.selector");
        assertDefect(beta("{selector: {matchLabels: {}}}"), "spec.selector");
        assertDefect(beta("{selector: null}"), "spec.selector");
        assertDefect(
                beta("{selector: {matchExpressions: [{key: 'app', operator: 'NotIn', values: ['web']}]}}"),
                "spec.template.metadata.labels");
    }

    @Test
    @DisplayName("CS-114 maxUnavailable and maxSurge cannot both be 0, unless there are no pods")
    void refusesARolloutThatCannotMove() {
        String zero = "{maxUnavailable: 0, maxSurge: 0}";
        assertDefect(
                beta("{replicas: 1, updateStrategy: {rollingUpdate: " + zero + "}}"),
                "spec.updateStrategy.rollingUpdate.maxUnavailable");
        assertDefect(alpha("{replicas: 1, updateStrategy: " + zero + "}"), "spec.updateStrategy.maxUnavailable");
        assertDefect(
                beta("{updateStrategy: {rollingUpdate: {maxUnavailable: '0.0%'}}}"),
                "spec.updateStrategy.rollingUpdate.maxUnavailable");
        valid(beta("{replicas: 0, updateStrategy: {rollingUpdate: " + zero + "}}"));
    }

    @Test
    @DisplayName("CS-115 maxUnavailable 0 with maxSurge 1 is valid in both versions")
    void allowsSurgeAlone() {
        valid(beta("{updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}}"));
        valid(alpha("{updateStrategy: {maxUnavailable: 0, maxSurge: 1}}"));
    }

    @DisplayName("CS-116 Priority and scatter terms must be complete and exclude each other")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "priorityStrategy: {orderPriority: [{orderedKey: 'a'}], weightPriority: [{weight: 1, matchSelector: {matchLabels: {a: 'b'}}}]} | priorityStrategy",
                "priorityStrategy: {weightPriority: [{weight: 101, matchSelector: {matchLabels: {a: 'b'}}}]} | priorityStrategy.weightPriority[0].weight",
                "priorityStrategy: {weightPriority: [{weight: -1, matchSelector: {matchLabels: {a: 'b'}}}]} | priorityStrategy.weightPriority[0].weight",
                "priorityStrategy: {weightPriority: [{weight: 1, matchSelector: {}}]} | priorityStrategy.weightPriority[0].matchSelector",
                "priorityStrategy: {orderPriority: [{orderedKey: ''}]} | priorityStrategy.orderPriority[0].orderedKey",
                "scatterStrategy: [{key: '', value: 'b'}] | scatterStrategy[0].key",
                "scatterStrategy: [{key: 'a', value: 'b'}, {key: 'a', value: 'b'}] | scatterStrategy",
            })
    void refusesIncompleteTerms(String field, String path) {
        assertDefect(alpha("{updateStrategy: {" + field + "}}"), "spec.updateStrategy." + path);
        assertDefect(
                beta("{updateStrategy: {rollingUpdate: {" + field + "}}}"),
                "spec.updateStrategy.rollingUpdate." + path);
    }

    @Test
    @DisplayName("CS-045 InPlaceOnly cannot surge")
    void refusesSurgeInPlace() {
        assertDefect(alpha("{updateStrategy: {type: 'InPlaceOnly', maxSurge: 1}}"), "spec.updateStrategy.maxSurge");
        assertDefect(
                beta("{updateStrategy: {rollingUpdate: {podUpdatePolicy: 'InPlaceOnly', maxSurge: '10%'}}}"),
                "spec.updateStrategy.rollingUpdate.maxSurge");
    }

    @Test
    @DisplayName("CS-046 OnDelete is refused through v1alpha1 and taken through v1beta1")
    void takesOnDeleteInBetaOnly() {
        assertDefect(alpha("{updateStrategy: {type: 'OnDelete'}}"), "spec.updateStrategy.type");
        assertThat(valid(beta("{updateStrategy: {type: 'OnDelete'}}"))
                        .spec()
                        .update()
                        .type())
                .isEqualTo(UpdateStrategy.Type.ON_DELETE);
    }

    @Test
    @DisplayName("CS-069 v1alpha1 wants a progress deadline after minReadySeconds, v1beta1 does not")
    void comparesTheDeadlineInAlphaOnly() {
        String spec = "{progressDeadlineSeconds: 10, minReadySeconds: 10}";
        assertDefect(alpha(spec), "spec.progressDeadlineSeconds");
        assertThat(valid(beta(spec)).spec().progressDeadlineSeconds()).hasValue(10);
        assertThat(valid(alpha("{progressDeadlineSeconds: 2147483647}")).spec().progressDeadlineSeconds())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{replicas: -1} | spec.replicas",
                "{replicas: '3'} | spec.replicas",
                "{replicas: 1.5} | spec.replicas",
                "{replicas: 2147483648} | spec.replicas",
                "{minReadySeconds: -1} | spec.minReadySeconds",
                "{progressDeadlineSeconds: -1} | spec.progressDeadlineSeconds",
                "{revisionHistoryLimit: -1} | spec.revisionHistoryLimit",
                "{template: null} | spec.template",
                "{template: {metadata: {labels: {app: 'web'}}, spec: {restartPolicy: 'Never'}}} | spec.template.spec.restartPolicy",
                "{template: {metadata: {labels: {app: 'web'}}, spec: {activeDeadlineSeconds: 5}}} | spec.template.spec.activeDeadlineSeconds",
                "{volumeClaimTemplates: [{metadata: {}}]} | spec.volumeClaimTemplates[0].metadata.name",
                "{scaleStrategy: {podsToDelete: ['a', 'a']}} | spec.scaleStrategy.podsToDelete",
                "{scaleStrategy: {maxUnavailable: 'x'}} | spec.scaleStrategy.maxUnavailable",
                "{scaleStrategy: []} | spec.scaleStrategy",
                "{updateStrategy: {type: 'Foo'}} | spec.updateStrategy.type",
                "{updateStrategy: {rollingUpdate: {podUpdatePolicy: 'Foo'}}} | spec.updateStrategy.rollingUpdate.podUpdatePolicy",
                "{updateStrategy: {rollingUpdate: {partition: '5'}}} | spec.updateStrategy.rollingUpdate.partition",
                "{updateStrategy: {rollingUpdate: {partition: -1}}} | spec.updateStrategy.rollingUpdate.partition",
                "{updateStrategy: {rollingUpdate: {maxUnavailable: true}}} | spec.updateStrategy.rollingUpdate.maxUnavailable",
                "{updateStrategy: {rollingUpdate: {paused: 'yes'}}} | spec.updateStrategy.rollingUpdate.paused",
                "{updateStrategy: {rollingUpdate: {inPlaceUpdateStrategy: {gracePeriodSeconds: -1}}}} | spec.updateStrategy.rollingUpdate.inPlaceUpdateStrategy.gracePeriodSeconds",
                "{updateStrategy: {rollingUpdate: {inPlaceUpdateStrategy: {imagePreDownloadParallelism: '10%'}}}} | spec.updateStrategy.rollingUpdate.inPlaceUpdateStrategy.imagePreDownloadParallelism",
                "{lifecycle: {preDelete: {labelsHandler: {a: 1}}}} | spec.lifecycle.preDelete.labelsHandler.a",
                "{lifecycle: {preDelete: {finalizersHandler: 'a'}}} | spec.lifecycle.preDelete.finalizersHandler",
            })
    void namesTheDefectiveField(String spec, String path) {
        assertDefect(beta(spec), path);
    }

    @Test
    void findsAllDefectsAtOnce() {
        assertThat(defects(beta("{replicas: -1, minReadySeconds: 'x', updateStrategy: {type: 'Foo'}}")))
                .extracting(Defect::path)
                .containsExactly("spec.replicas", "spec.minReadySeconds", "spec.updateStrategy.type");
    }

    @Test
    void saysWhichObjectIsDefective() {
        ObjectNode object = beta("{replicas: -1}");
        object.withObject("/metadata")
                .put("uid", "u-1")
                .put("resourceVersion", "7")
                .put("generation", 3);
        Parsed.Invalid<CloneSet> invalid = (Parsed.Invalid<CloneSet>) CloneSetCodec.parse(object);
        assertThat(invalid.key()).hasToString("CloneSet/shop/web");
        assertThat(invalid.uid()).isEqualTo("u-1");
        assertThat(invalid.resourceVersion()).isEqualTo("7");
        assertThat(invalid.generation()).isEqualTo(3);
        assertDefect(Trees.of("{metadata: {name: 'x'}, spec: {selector: {matchLabels: {a: 'b'}}}}"), "spec.template");
    }

    @Test
    void readsEveryField() {
        CloneSet cloneSet = valid(beta("""
                {replicas: 7, minReadySeconds: 3, revisionHistoryLimit: 2, progressDeadlineSeconds: 60,
                 volumeClaimTemplates: [{metadata: {name: 'data'}}],
                 scaleStrategy: {podsToDelete: ['web-a'], maxUnavailable: 2, enablePVCReuse: true, excludePreparingDelete: true},
                 updateStrategy: {type: 'RollingUpdate', rollingUpdate: {podUpdatePolicy: 'InPlaceIfPossible',
                   partition: '12.5%', maxUnavailable: 3, maxSurge: 1, paused: true,
                   priorityStrategy: {orderPriority: [{orderedKey: 'idx'}]},
                   scatterStrategy: [{key: 'k', value: 'v'}], inPlaceUpdateStrategy: {gracePeriodSeconds: 9}}},
                 lifecycle: {preDelete: {labelsHandler: {a: 'b'}, markPodNotReady: true},
                   inPlaceUpdate: {finalizersHandler: ['example.com/f']}}}"""));
        Spec spec = cloneSet.spec();
        assertThat(spec.replicas()).isEqualTo(7);
        assertThat(spec.minReadySeconds()).isEqualTo(3);
        assertThat(spec.revisionHistoryLimit()).isEqualTo(2);
        assertThat(spec.progressDeadlineSeconds()).hasValue(60);
        assertThat(spec.volumeClaimTemplates()).hasSize(1);
        assertThat(spec.scale().podsToDelete()).containsExactly("web-a");
        assertThat(spec.scale().maxUnavailable()).contains(IntOrPercent.of(2));
        assertThat(spec.scale().isPvcReused()).isTrue();
        assertThat(spec.scale().excludesPreparingDelete()).isTrue();
        assertThat(spec.update().policy()).isEqualTo(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE);
        assertThat(spec.update().partition()).hasToString("12.5%");
        assertThat(spec.update().maxUnavailable()).isEqualTo(IntOrPercent.of(3));
        assertThat(spec.update().maxSurge()).isEqualTo(IntOrPercent.of(1));
        assertThat(spec.update().isPaused()).isTrue();
        assertThat(spec.update().priority()).isEqualTo(new Priority.Order(List.of("idx")));
        assertThat(spec.update().scatter()).containsExactly(new CloneSet.ScatterTerm("k", "v"));
        assertThat(spec.update().gracePeriodSeconds()).isEqualTo(9);
        CloneSet.Lifecycle lifecycle = spec.lifecycle().orElseThrow();
        assertThat(lifecycle.preDelete().orElseThrow().labels()).containsEntry("a", "b");
        assertThat(lifecycle.preDelete().orElseThrow().marksPodNotReady()).isTrue();
        assertThat(lifecycle.inPlaceUpdate().orElseThrow().finalizers()).containsExactly("example.com/f");
        assertThat(lifecycle.preNormal()).isEmpty();
        assertThat(spec.template().at("/spec/containers/0/image").asText()).isEqualTo("web:1");
    }
}
