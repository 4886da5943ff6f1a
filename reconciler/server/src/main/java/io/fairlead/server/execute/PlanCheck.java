package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.Action.CreatePod;
import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import java.util.LinkedHashSet;
import java.util.Set;

/// Looks at a plan once more, from the other side, before anything of it is written: ownership (S5), the budget (S1)
/// and no pod twice (S7). A plan of a correct engine always passes.
final class PlanCheck {
    private PlanCheck() {}

    /// Throws [Invariant] where a step must not happen.
    static void verify(Order order) {
        Set<Subject> subjects = new LinkedHashSet<>();
        Set<String> pods = new LinkedHashSet<>();
        int disruptive = 0;
        for (Step step : order.plan().steps()) {
            if (!subjects.add(Subject.of(step.action()))) {
                throw new Invariant("two steps on one subject: " + Subject.of(step.action()));
            }
            Subject.pod(step.action()).ifPresent(pod -> verifyOwned(order, pod, pods));
            if (step.action() instanceof CreatePod create) {
                verifyCreate(order, create);
            }
            disruptive += Subject.isDisruptive(step.action()) ? 1 : 0;
        }
        Budget budget = order.plan().budget();
        int room = Math.max(0, budget.available() - (budget.replicas() - budget.maxUnavailable()));
        if (disruptive > room) {
            throw new Invariant("%d disruptive steps where %d of %d available pods may go (replicas %d)"
                    .formatted(disruptive, room, budget.available(), budget.replicas()));
        }
    }

    private static void verifyOwned(Order order, PodRef pod, Set<String> seen) {
        if (!seen.add(pod.uid())) {
            throw new Invariant("two steps on pod " + pod.name());
        }
        PodView view = order.pods().get(pod.uid());
        if (view == null || !view.ownerUid().equals(order.ownerUid())) {
            throw new Invariant("pod " + pod.name() + " is not controlled by this workload");
        }
        if (!view.namespace().equals(order.key().namespace())
                || !view.namespace().equals(pod.namespace())
                || !view.name().equals(pod.name())) {
            throw new Invariant("step on pod " + pod.name() + " names another one than " + view.name());
        }
    }

    private static void verifyCreate(Order order, CreatePod create) {
        JsonNode metadata = create.pod().path("metadata");
        if (!metadata.path("name").asText().equals(create.name())
                || !metadata.path("namespace")
                        .asText(order.key().namespace())
                        .equals(order.key().namespace())) {
            throw new Invariant("new pod " + create.name() + " carries another name or namespace");
        }
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").asBoolean()
                    && owner.path("uid").asText().equals(order.ownerUid())) {
                return;
            }
        }
        throw new Invariant("new pod " + create.name() + " is not controlled by this workload");
    }
}
