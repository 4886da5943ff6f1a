package io.fairlead.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action;
import io.fairlead.engine.Action.DeletePod;
import io.fairlead.engine.Action.SaveRevision;
import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodView;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.server.testing.FakeApiServer;
import io.fairlead.server.testing.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepExecutorTest {
    private final ExecutorRig rig = new ExecutorRig();

    private List<PodView> serve(int count) {
        List<PodView> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pods.add(rig.serve("web-" + i));
        }
        return pods;
    }

    private static boolean isPodCreate(ApiRequest request) {
        return request.verb() == Verb.POST && request.path().endsWith("/pods");
    }

    @Test
    void updateInPlaceIsTwoWritesAndOneClaim() throws InterruptedException {
        List<PodView> pods = serve(1);

        rig.carryOut(Orders.order(
                pods, new Budget(1, 1, 1), List.of(Orders.update(pods.getFirst().ref(), true))));

        assertThat(rig.writtenPods()).containsExactly(Pods.path("web-0") + "/status", Pods.path("web-0"));
        ObjectNode pod = rig.server.find(Pods.path("web-0")).orElseThrow();
        assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo("nginx:2");
        assertThat(rig.server.writes()).hasSize(3);
        assertThat(rig.applied).hasSize(1);
    }

    @Test
    @DisplayName("F08 a pod that changed since the view is left alone")
    void conflictDropsTheRestOfThePod() throws InterruptedException {
        List<PodView> pods = serve(2);
        rig.serve("web-0");

        Order order = Orders.order(
                pods,
                new Budget(2, 2, 2),
                List.of(
                        Orders.update(pods.get(0).ref(), true),
                        Orders.update(pods.get(1).ref(), true)));
        assertThat(rig.carryOut(order)).isEqualTo(Backoffs.FIRST);
        while (rig.writtenPods().size() < 2) {
            rig.awaitLook();
        }

        assertThat(rig.writtenPods()).containsExactly(Pods.path("web-1") + "/status", Pods.path("web-1"));
        assertThat(rig.failures).isEmpty();
    }

    @Test
    void changeThatNoLongerFitsIsNotForced() throws InterruptedException {
        List<PodView> pods = serve(1);
        rig.server.failWith(request -> {
            if (request.path().endsWith("/status")) {
                // Somebody else changes the image between the two writes.
                ObjectNode pod = rig.server.find(Pods.path("web-0")).orElseThrow();
                ((ObjectNode) pod.at("/spec/containers/0")).put("image", "nginx:other");
                pod.withObject("/metadata").remove("resourceVersion");
                rig.server.failWith(_ -> Optional.empty());
                rig.server.put(Pods.path("web-0"), pod);
                return Optional.of(new ApiResponse(200, pod, Optional.empty()));
            }
            return Optional.empty();
        });

        rig.carryOut(Orders.order(
                pods, new Budget(1, 1, 1), List.of(Orders.update(pods.getFirst().ref(), true))));

        assertThat(rig.server
                        .find(Pods.path("web-0"))
                        .orElseThrow()
                        .at("/spec/containers/0/image")
                        .asText())
                .isEqualTo("nginx:other");
        assertThat(rig.applied).isEmpty();
    }

    @Test
    @DisplayName("S1 a plan beyond its own budget is refused whole")
    void planBeyondItsBudgetIsAnInvariant() {
        List<PodView> pods = serve(3);
        List<Action> actions =
                pods.stream().map(pod -> Orders.update(pod.ref(), true)).toList();
        Order order = Orders.order(pods, new Budget(3, 2, 3), actions);

        assertThatThrownBy(() -> rig.executor.carryOut(order))
                .isInstanceOf(Invariant.class)
                .hasMessageContaining("3 disruptive steps where 2 of 3");
        assertThat(rig.server.writes()).isEmpty();
    }

    @Test
    @DisplayName("S5 a pod of another owner is never touched")
    void foreignPodIsAnInvariant() {
        List<PodView> pods = serve(1);
        Order order = new Order(
                Orders.KEY,
                "another owner",
                "apps.kruise.io/v1beta1",
                Orders.order(
                                pods,
                                new Budget(1, 1, 1),
                                List.of(new DeletePod(pods.getFirst().ref(), true)))
                        .plan(),
                Order.byUid(pods),
                Long.MIN_VALUE);

        assertThatThrownBy(() -> rig.executor.carryOut(order)).isInstanceOf(Invariant.class);
        assertThat(rig.server.writes()).isEmpty();
    }

    @Test
    void manyPodsAreClaimedInBatches() throws InterruptedException {
        List<PodView> pods = serve(120);
        List<Action> actions =
                pods.stream().map(pod -> Orders.update(pod.ref(), true)).toList();

        rig.carryOut(Orders.order(pods, new Budget(120, 120, 120), actions));

        assertThat(rig.writtenPods()).hasSize(240);
        assertThat(rig.server.writes().stream().filter(w -> w.path().contains("/leases")))
                .hasSize(3);
    }

    @Test
    void revisionIsWrittenBeforeAnyPod() throws InterruptedException {
        ObjectNode revision = Pods.parse("{\"metadata\": {\"name\": \"web-abc\"}, \"revision\": 1}");

        rig.carryOut(Orders.order(List.of(), Budget.NONE, List.of(new SaveRevision(revision), Orders.create("web-a"))));

        assertThat(rig.server.writes().getFirst().path()).endsWith("/controllerrevisions");
        assertThat(rig.writtenPods()).hasSize(1);
    }

    @Test
    void withoutItsRevisionNothingElseIsWritten() throws InterruptedException {
        rig.server.failWith(request -> request.path().endsWith("/controllerrevisions")
                ? Optional.of(FakeApiServer.status(403, "Forbidden", "no"))
                : Optional.empty());
        ObjectNode revision = Pods.parse("{\"metadata\": {\"name\": \"web-abc\"}, \"revision\": 1}");

        rig.carryOut(Orders.order(List.of(), Budget.NONE, List.of(new SaveRevision(revision), Orders.create("web-a"))));

        assertThat(rig.server.writes()).isEmpty();
        assertThat(rig.executor.begin(Orders.KEY).failure()).contains("save revision web-abc: no");
    }

    @Test
    @DisplayName("F38 a quota costs one refused creation, not a thousand")
    void firstRefusedCreationStopsTheRest() throws InterruptedException {
        List<ApiRequest> tried = new ArrayList<>();
        rig.server.failWith(request -> {
            if (isPodCreate(request)) {
                tried.add(request);
                return Optional.of(FakeApiServer.status(403, "Forbidden", "exceeded quota"));
            }
            return Optional.empty();
        });
        List<Action> creates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            creates.add(Orders.create("web-" + i));
        }

        assertThat(rig.carryOut(Orders.order(List.of(), Budget.NONE, creates))).isPositive();

        assertThat(tried).hasSize(1);
        assertThat(rig.executor.begin(Orders.KEY).failure()).contains("create pod web-0: exceeded quota");
    }

    @Test
    void creationsSpeedUpAsTheySucceed() throws InterruptedException {
        List<Action> creates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            creates.add(Orders.create("web-" + i));
        }

        rig.carryOut(Orders.order(List.of(), Budget.NONE, creates));

        assertThat(rig.writtenPods()).hasSize(100);
        assertThat(rig.stored).hasSize(100);
    }

    @Test
    @DisplayName("F11 a write without an answer makes the next pass look live")
    void unknownOutcomeMarksTheKey() throws InterruptedException {
        rig.server.failWith(
                request -> isPodCreate(request) ? Optional.of(ApiResponse.noAnswer("timeout")) : Optional.empty());

        rig.carryOut(Orders.order(List.of(), Budget.NONE, List.of(Orders.create("web-0"))));

        assertThat(rig.executor.begin(Orders.KEY).mustLookLive()).isTrue();
        rig.executor.lookedLive(Orders.KEY);
        assertThat(rig.executor.begin(Orders.KEY).mustLookLive()).isFalse();
    }

    @Test
    @DisplayName("F09 a throttled workload waits as long as the server says")
    void throttledWorkloadWaits() throws InterruptedException {
        rig.server.failWith(request -> isPodCreate(request)
                ? Optional.of(new ApiResponse(
                        429, FakeApiServer.status(429, "", "slow").body(), Optional.of(Duration.ofSeconds(7))))
                : Optional.empty());

        Duration look = rig.carryOut(Orders.order(List.of(), Budget.NONE, List.of(Orders.create("web-0"))));

        assertThat(look).isGreaterThan(Duration.ofSeconds(6));
        assertThat(rig.executor.begin(Orders.KEY).failure()).isEmpty();
    }

    @Test
    @DisplayName("S12 nothing is written once the lease is lost")
    void lostLeaseStopsEverything() {
        rig.isLeader = false;
        List<PodView> pods = serve(1);
        rig.executor.begin(Orders.KEY);

        rig.executor.carryOut(Orders.order(
                pods, new Budget(1, 1, 1), List.of(Orders.update(pods.getFirst().ref(), true))));

        assertThat(rig.server.writes()).isEmpty();
    }

    @Test
    @DisplayName("S12 a later leader's ledger stops an earlier one")
    void laterEpochFences() throws InterruptedException {
        List<PodView> pods = serve(1);
        rig.server.put("/apis/coordination.k8s.io/v1/namespaces/shop/leases/fairlead-budget-owner", Pods.parse("""
                {"metadata": {"name": "fairlead-budget-owner",
                  "annotations": {"gitops.fairlead.io/budget-epoch": "2", "gitops.fairlead.io/budget-claims": ""}},
                 "spec": {"holderIdentity": "second"}}
                """));

        Duration look = rig.carryOut(Orders.order(
                pods, new Budget(1, 1, 1), List.of(Orders.update(pods.getFirst().ref(), true))));

        assertThat(look).isEqualTo(StepExecutor.FENCED_WAIT);
        assertThat(rig.writtenPods()).isEmpty();
    }

    @Test
    @DisplayName("S1 a budget that another process claimed is first looked at live, then shared")
    void foreignClaimsCount() throws InterruptedException {
        List<PodView> pods = serve(2);
        rig.server.put(
                "/apis/coordination.k8s.io/v1/namespaces/shop/leases/fairlead-budget-owner",
                Pods.parse("""
                {"metadata": {"name": "fairlead-budget-owner",
                  "annotations": {"gitops.fairlead.io/budget-epoch": "1",
                    "gitops.fairlead.io/budget-claims": "uid-web-0=%s/99999999999/second"}},
                 "spec": {"holderIdentity": "second"}}
                """.formatted(pods.getFirst().resourceVersion())));
        List<Action> wanted = List.of(Orders.update(pods.get(1).ref(), true));

        assertThat(rig.carryOut(Orders.order(pods, new Budget(2, 1, 2), wanted)))
                .isZero();
        assertThat(rig.executor.begin(Orders.KEY).mustLookLive()).isTrue();
        assertThat(rig.writtenPods()).isEmpty();

        rig.executor.lookedLive(Orders.KEY);
        rig.looks.clear();
        Duration look = rig.carryOut(Orders.order(pods, new Budget(2, 1, 2), wanted, Long.MAX_VALUE));
        assertThat(look).isEqualTo(StepExecutor.EXHAUSTED_WAIT);
        assertThat(rig.writtenPods()).isEmpty();
    }

    @Test
    void closeWaitsForWhatIsUnderWay() throws InterruptedException {
        rig.carryOut(Orders.order(List.of(), Budget.NONE, List.of(Orders.create("web-0"))));

        assertThat(rig.executor.close(Duration.ofSeconds(10))).isTrue();
        rig.executor.begin(Orders.KEY);
        rig.executor.carryOut(Orders.order(List.of(), Budget.NONE, List.of(Orders.create("web-1"))));
        assertThat(rig.writtenPods()).hasSize(1);
    }
}
