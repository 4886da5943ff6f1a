package io.fairlead.cli.simulate;

import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.server.run.ElectedLeader;
import io.fairlead.server.run.ReconcileLoop;
import io.fairlead.simulator.process.SimProcess;
import java.time.Duration;

/// The reconciler as one simulated process: the parts of the real service, without its HTTP port.
final class Engine {
    static final String ROLE = "reconciler";

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final ElectedLeader leader;
    private final ReconcileLoop loop;

    Engine(SimProcess process, KubeApi api) {
        Time time = process.time();
        this.leader = new ElectedLeader(
                new Resources(api, ReconcileLoop.FIELD_MANAGER),
                time,
                new ElectedLeader.Candidate(process.name(), LEASE),
                this::lead,
                () -> process.kill("lost its lease"));
        this.loop = new ReconcileLoop(api, time, leader);
    }

    /// On a thread of the process.
    void start() {
        loop.start();
        leader.start();
    }

    private void lead() {
        loop.lead();
    }

    boolean isLeading() {
        return leader.mayWrite();
    }
}
