package io.fairlead.simulator.fault;

import io.fairlead.simulator.kubelet.KubeletConditions;
import io.fairlead.simulator.kubelet.Kubelets;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import java.time.Duration;
import java.util.List;

/// What a fault can strike.
public interface Cluster {
    VirtualTimeline timeline();

    ApiServer server();

    Kubelets kubelets();

    KubeletConditions conditions();

    /// Our processes that run now; the order is the same in every run.
    List<SimProcess> processes();

    /// The one of them that leads the engine; empty where none does.
    List<SimProcess> leader();

    /// Nothing may go wrong any more.
    boolean isCalm();

    /// Namespaces whose workloads people may touch.
    String playground();

    /// A namespace that may be deleted.
    String doomed();

    /// Something goes wrong with the Git remote.
    ///
    /// @param fault one of [Fault#isOfGit]
    /// @return false where there is none, or it made no difference
    boolean strikeGit(Fault fault, Duration lasting, Dice dice);

    /// The Git remote works again.
    void healGit();
}
