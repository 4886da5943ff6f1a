package io.fairlead.cli.simulate;

import io.fairlead.cli.simulate.git.GitSide;
import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.process.SimProcess;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Defects of gitsync, each as a lie between it and the API server that makes it behave as if its code had them.
@SuppressWarnings("ImmutableEnumChecker")
enum PlantedGitBug {
    APPROVALS_ARE_NOT_SPENT(GitLies.OpensSpent::new, "S4", EnumSet.of(Fault.CRASH, Fault.CONFLICTS)),
    PRUNE_GUARD_IS_SKIPPED(GitLies.LiftsGuard::new, "S9", EnumSet.noneOf(Fault.class)),
    LEDGER_IS_STORED_TOO_LATE(GitLies.StoresLate::new, "S14", EnumSet.noneOf(Fault.class)),
    CAP_IS_IGNORED(GitLies.Uncapped::new, "S4", EnumSet.noneOf(Fault.class)),
    TWO_COMMITS_ARE_MIXED(GitLies.Mixes::new, "S19", EnumSet.noneOf(Fault.class)),
    A_CLASS_NEEDS_NO_APPROVAL(GitLies.AsksLess::new, "S4", EnumSet.noneOf(Fault.class)),
    OBJECTS_ARE_APPLIED_ONCE(GitLies.AppliesOnce::new, "L1", EnumSet.noneOf(Fault.class));

    private final UnaryOperator<KubeApi> lie;
    private final String broken;
    private final Set<Fault> faults;

    /// @param broken the invariant that shows it
    /// @param faults that bring it to light
    PlantedGitBug(UnaryOperator<KubeApi> lie, String broken, Set<Fault> faults) {
        this.lie = lie;
        this.broken = broken;
        this.faults = faults;
    }

    String broken() {
        return broken;
    }

    Set<Fault> faults() {
        return Set.copyOf(faults);
    }

    KubeApi plant(SimProcess process, KubeApi api) {
        return process.role().startsWith(GitSide.ROLE) ? lie.apply(api) : api;
    }
}
