package io.fairlead.simulator;

import io.fairlead.simulator.controllers.Controllers;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.kubelet.KubeletConditions;
import io.fairlead.simulator.kubelet.Kubelets;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.scheduler.Scheduler;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.time.Timeline;

/// Everything that makes an API server a cluster: nodes, kubelets, scheduler, controllers.
///
/// @param conditions what a fault plan may change about the kubelets
public record ClusterActors(Kubelets kubelets, KubeletConditions conditions) {
    /// @param nodes how many
    /// @param podsMax how many pods fit on each
    public record Settings(int nodes, int podsMax, Costs costs) {
        public static final Settings DEFAULT = new Settings(6, Nodes.PODS_MAX, Costs.NONE);
    }

    /// Makes the nodes and lets all actors hear of commits from now on.
    public static ClusterActors start(ApiServer server, Timeline timeline, Settings settings) {
        KubeletConditions conditions = new KubeletConditions(settings.costs());
        Kubelets kubelets = new Kubelets(server, timeline, conditions);
        server.listen(Controllers.listener(server, timeline));
        server.listen(new Scheduler(server, timeline, settings.costs().schedule()));
        server.listen(kubelets);
        Nodes.register(server, settings.nodes(), settings.podsMax(), timeline.now());
        return new ClusterActors(kubelets, conditions);
    }
}
