package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.process.SimProcess;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Defects, each as a lie between the reconciler and the API server that makes it behave as if its code had them.
@SuppressWarnings("ImmutableEnumChecker")
enum PlantedBug {
    STALE_VIEW_IS_ACCEPTED(ViewLies.Stale::new),
    MISSED_EVENT_IS_NEVER_MADE_UP_FOR(ViewLies.Missed::new),
    HALF_DONE_WORK_IS_FORGOTTEN(ViewLies.HalfDone::new),
    FOREIGN_PODS_ARE_TAKEN(ViewLies.Foreign::new),
    BUDGET_IS_MISCOUNTED_BY_ONE(api -> new ViewLies.Strategy(api, PlantedBug::oneMore)),
    PARTITION_IS_IGNORED(api -> new ViewLies.Strategy(api, rolling -> rolling.put("partition", 0))),
    PAUSE_IS_IGNORED(api -> new ViewLies.Strategy(api, rolling -> rolling.put("paused", false))),
    DELETES_WITHOUT_UID(WriteLies.DeletesWithoutUid::new),
    OWN_WRITES_ARE_NOT_REMEMBERED(WriteLies.Forgets::new),
    CLAIMS_ARE_NOT_SHARED(WriteLies.KeepsClaims::new),
    TWO_LEADERS_CLAIM_THE_SAME(WriteLies.Overwrites::new, Fault.SPLIT_BRAIN),
    PODS_ARE_NOT_DRAINED(WriteLies.DoesNotDrain::new),
    STATUS_RUNS_AHEAD(WriteLies.RunsAhead::new);

    private final UnaryOperator<KubeApi> lie;
    private final Set<Fault> faults;

    PlantedBug(UnaryOperator<KubeApi> lie) {
        this.lie = lie;
        this.faults = EnumSet.allOf(Fault.class);
    }

    /// @param only the fault that brings it to light
    PlantedBug(UnaryOperator<KubeApi> lie, Fault only) {
        this.lie = lie;
        this.faults = EnumSet.of(only);
    }

    private static void oneMore(ObjectNode rolling) {
        JsonNode now = rolling.path("maxUnavailable");
        rolling.put("maxUnavailable", now.isInt() ? now.asInt() + 1 : 4);
    }

    Set<Fault> faults() {
        return EnumSet.copyOf(faults);
    }

    /// The process's way to the API server, with the defect in it.
    KubeApi plant(SimProcess process, KubeApi api) {
        return process.role().startsWith(Engine.ROLE) ? lie.apply(api) : api;
    }
}
