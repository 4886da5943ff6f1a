package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/// The conditions under which the kubelets work; a fault plan changes them. After a change, call
/// [Kubelets#lookAgain].
public final class KubeletConditions {
    /// What an image is called that can never be pulled.
    public static final String BROKEN = "broken";

    private Costs costs;
    private Predicate<String> isUnpullable = _ -> false;
    private Predicate<JsonNode> hangsTerminating = _ -> false;

    public KubeletConditions(Costs costs) {
        this.costs = costs;
    }

    public void costs(Costs next) {
        costs = next;
    }

    /// Images that cannot be pulled for now, besides those that are [#BROKEN].
    public void unpullable(Predicate<String> images) {
        isUnpullable = images;
    }

    /// Pods that do not end although they were deleted.
    public void hangTerminating(Predicate<JsonNode> pods) {
        hangsTerminating = pods;
    }

    Costs costs() {
        return costs;
    }

    boolean isBroken(String image) {
        return image.contains(BROKEN) || isUnpullable.test(image);
    }

    boolean hangsTerminating(JsonNode pod) {
        return hangsTerminating.test(pod);
    }
}
