package io.fairlead.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.PodView;
import io.fairlead.server.testing.Pods;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodProjectorTest {
    private final PodProjector projector = new PodProjector(new StringPool());

    private PodView project(ObjectNode pod) {
        return projector.project(pod).orElseThrow();
    }

    @Test
    void identityComesFromTheMetadata() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.withObject("/metadata").put("resourceVersion", "42");

        PodView view = project(pod);

        assertThat(view.ref()).isEqualTo(new PodView.PodRef("shop", "web-1", "uid-1", "42"));
        assertThat(view.ownerUid()).isEqualTo("owner");
        assertThat(view.nodeName()).isEqualTo("node-0");
        assertThat(view.creationTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(view.isActive()).isTrue();
    }

    @Test
    void containersJoinSpecAndStatusByNameInTheOrderOfTheSpec() {
        PodView view = project(Pods.serving("web-1", "uid-1", "owner"));

        assertThat(view.containers())
                .containsExactly(
                        new PodView.ContainerView("main", "nginx:1", "docker.io/library/nginx:1", "sha256:n", true, 2),
                        new PodView.ContainerView("side", "envoy:1", "envoy:1", "sha256:e", true, 0));
        assertThat(view.initContainers())
                .containsExactly(new PodView.ContainerView("init", "busybox:1", "busybox:1", "sha256:b", true, 0));
    }

    @Test
    void containerThatNeverRanHasNoStatus() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.withObject("/status").remove("containerStatuses");

        assertThat(project(pod).containers().getFirst())
                .isEqualTo(new PodView.ContainerView("main", "nginx:1", "", "", false, 0));
    }

    @Test
    void onlyAnnotationsThatTheEngineReadsAreKept() {
        PodView view = project(Pods.serving("web-1", "uid-1", "owner"));

        assertThat(view.annotations()).containsOnlyKeys("controller.kubernetes.io/pod-deletion-cost");
        assertThat(view.labels()).containsKeys("app", "controller-revision-hash");
    }

    @Test
    void conditionsKeepTheServersOrder() {
        PodView view = project(Pods.serving("web-1", "uid-1", "owner"));

        assertThat(view.conditions())
                .extracting(PodView.ConditionView::type)
                .containsExactly("Ready", "InPlaceUpdateReady");
        assertThat(view.condition("Ready").orElseThrow().lastTransitionTime())
                .isEqualTo(Instant.parse("2026-01-01T00:00:07Z"));
    }

    @Test
    void terminatingPodCarriesItsTime() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.withObject("/metadata").put("deletionTimestamp", "2026-01-02T00:00:00Z");

        assertThat(project(pod).deletionTime()).contains(Instant.parse("2026-01-02T00:00:00Z"));
    }

    @Test
    void timesMayHaveFractionsOrBeNoTimes() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.withObject("/metadata").put("deletionTimestamp", "2024-02-29T23:59:59.5Z");
        assertThat(project(pod).deletionTime()).contains(Instant.parse("2024-02-29T23:59:59.5Z"));

        pod.withObject("/metadata").put("deletionTimestamp", "2024-02-29T23:59:59Z");
        assertThat(project(pod).deletionTime()).contains(Instant.parse("2024-02-29T23:59:59Z"));

        pod.withObject("/metadata").put("creationTimestamp", "2026-13-01T00:00:00Z");
        assertThat(project(pod).creationTime()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void podOfAnotherControllerIsNotKept() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        ((ObjectNode) pod.at("/metadata/ownerReferences/0"))
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet");

        assertThat(projector.project(pod)).isEmpty();
    }

    @Test
    void ownerThatIsNoControllerDoesNotCount() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("controller", false);

        assertThat(projector.project(pod)).isEmpty();
    }

    @Test
    void olderVersionOfTheOwnersKindCounts() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("apiVersion", "apps.kruise.io/v1alpha1");

        assertThat(projector.project(pod)).isPresent();
    }

    @Test
    void podWithoutStatusIsAPodThatIsNotReady() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.remove("status");
        pod.withObject("/spec").remove("nodeName");

        PodView view = project(pod);

        assertThat(view.phase()).isEmpty();
        assertThat(view.nodeName()).isEmpty();
        assertThat(view.isConditionTrue("Ready")).isFalse();
    }

    @Test
    void oddShapesGiveAValueAndNoException() {
        ObjectNode pod = Pods.serving("web-1", "uid-1", "owner");
        pod.withObject("/metadata").put("creationTimestamp", "yesterday");
        pod.withObject("/metadata").put("labels", "none");
        pod.withObject("/spec").put("containers", 3);
        ((ArrayNode) pod.at("/status/conditions")).add("odd");

        assertThat(project(pod).creationTime()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void equalStringsAreShared() {
        PodView first = project(Pods.serving("web-1", "uid-1", "owner"));
        PodView second = project(Pods.serving("web-2", "uid-2", "owner"));

        assertThat(first.containers().getFirst().image())
                .isSameAs(second.containers().getFirst().image());
        assertThat(first.labels().get("controller-revision-hash"))
                .isSameAs(second.labels().get("controller-revision-hash"));
    }

    @Test
    void poolForgetsRatherThanGrows() {
        StringPool pool = new StringPool();
        for (int i = 0; i <= StringPool.ENTRIES_MAX; i++) {
            pool.shared("text-" + i);
        }
        assertThat(pool.size()).isLessThan(StringPool.ENTRIES_MAX);
    }
}
