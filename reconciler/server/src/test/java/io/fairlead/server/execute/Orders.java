package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.engine.Action;
import io.fairlead.engine.Action.CreatePod;
import io.fairlead.engine.Action.PodPatch;
import io.fairlead.engine.Action.UpdateInPlace;
import io.fairlead.engine.Plan;
import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import io.fairlead.server.testing.Pods;
import java.util.List;
import java.util.Optional;

/// Plans and orders for the tests of this package.
final class Orders {
    static final ObjectKey KEY = new ObjectKey("apps.kruise.io", "CloneSet", "shop", "web");
    static final String OWNER = "owner";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Orders() {}

    static Order order(List<PodView> pods, Budget budget, List<Action> actions) {
        return order(pods, budget, actions, Long.MIN_VALUE);
    }

    static Order order(List<PodView> pods, Budget budget, List<Action> actions, long lookedLiveNanos) {
        List<Step> steps = actions.stream()
                .map(action -> new Step(action, new Step.Reason("Test", "a test wants it")))
                .toList();
        Plan plan = new Plan(steps, Optional.empty(), budget, Optional.empty());
        return new Order(KEY, OWNER, "apps.kruise.io/v1beta1", plan, Order.byUid(pods), lookedLiveNanos);
    }

    static Action create(String name) {
        ObjectNode pod = Pods.serving(name, "", OWNER);
        pod.remove("status");
        pod.withObject("/metadata").remove("uid");
        return new CreatePod(name, pod);
    }

    /// The two writes of an in-place update in the shape in which the engine makes them.
    static Action update(PodRef pod, boolean isDisruptive) {
        ObjectNode notReady = JSON.objectNode();
        notReady.putObject("metadata").put("uid", pod.uid()).put("resourceVersion", pod.resourceVersion());
        notReady.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "InPlaceUpdateReady")
                .put("status", "False");
        var change = JSON.arrayNode();
        change.addObject().put("op", "test").put("path", "/metadata/uid").put("value", pod.uid());
        change.addObject()
                .put("op", "test")
                .put("path", "/spec/containers/0/image")
                .put("value", "nginx:1");
        change.addObject()
                .put("op", "replace")
                .put("path", "/spec/containers/0/image")
                .put("value", "nginx:2");
        return new UpdateInPlace(
                pod,
                new PodPatch(true, PodPatch.Format.STRATEGIC_MERGE, notReady),
                new PodPatch(false, PodPatch.Format.JSON_PATCH, change),
                isDisruptive);
    }
}
