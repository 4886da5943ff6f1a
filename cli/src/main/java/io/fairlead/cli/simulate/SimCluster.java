package io.fairlead.cli.simulate;

import io.fairlead.cli.simulate.git.GitSide;
import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.controllers.Controllers;
import io.fairlead.simulator.fault.Cluster;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.fault.Injector;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.kubelet.KubeletConditions;
import io.fairlead.simulator.kubelet.Kubelets;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.process.World;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.scheduler.Scheduler;
import io.fairlead.simulator.server.ApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The embedded cluster with our processes on it, and the supervisor that starts them again.
final class SimCluster implements Cluster {
    static final String LAB = "lab";
    static final String DOOMED = "doomed";

    private static final int NODES = 4;
    private static final int PODS_A_NODE = 30;
    private static final int WATCH_WINDOW = 300;

    private final VirtualTimeline timeline;
    private final ApiServer server;
    private final KubeletConditions conditions;
    private final Kubelets kubelets;
    private final World world;
    private final Dice dice;
    private final Options options;
    private final Injector injector;
    private final List<SimProcess> processes = new ArrayList<>();
    private final Map<SimProcess, Engine> engines = new LinkedHashMap<>();
    private int runs;
    private @Nullable GitSide git;

    SimCluster(VirtualTimeline timeline, Injector injector, Dice dice, Options options) {
        this.timeline = timeline;
        this.dice = dice;
        this.options = options;
        this.injector = injector;
        this.server = new ApiServer(timeline, new ApiServer.Options(dice.nextLong(), WATCH_WINDOW));
        Costs costs = costs(dice);
        this.conditions = new KubeletConditions(costs);
        this.kubelets = new Kubelets(server, timeline, conditions);
        server.listen(Controllers.listener(server, timeline));
        server.listen(new Scheduler(server, timeline, costs.schedule()));
        server.listen(kubelets);
        this.world = new World(timeline, World.Server.of(server), injector.network(), dice.split("processes"));
        Nodes.register(server, NODES, PODS_A_NODE, timeline.now());
    }

    private static Costs costs(Dice dice) {
        return new Costs(
                Duration.ofMillis(dice.between(10, 500)),
                Duration.ofMillis(dice.between(10, 500)),
                Duration.ZERO,
                Duration.ofMillis(dice.between(100, 5_000)),
                Duration.ofMillis(dice.between(50, 2_000)),
                Duration.ofMillis(dice.between(10, 1_500)),
                Duration.ofMillis(dice.between(10, 1_500)),
                Duration.ofMillis(dice.between(100, 4_000)));
    }

    World world() {
        return world;
    }

    /// Keeps gitsync running.
    void follow(GitSide side, int followers) {
        git = side;
        for (int i = 1; i <= followers; i++) {
            keep(GitSide.ROLE + "-" + i, process -> side.start(process, api(process)));
        }
    }

    /// Keeps a reconciler running.
    void keepEngine(int number) {
        keep(
                Engine.ROLE + "-" + number,
                process -> process.start(() -> {
                    Engine engine = new Engine(process, api(process));
                    engines.put(process, engine);
                    engine.start();
                }));
    }

    /// Keeps a process running: whenever it ends, another one starts a little later.
    void keep(String role, Consumer<SimProcess> start) {
        SimProcess process = new SimProcess(world, role, role + "." + ++runs);
        processes.add(process);
        process.whenOver(over -> {
            processes.remove(over);
            engines.remove(over);
            timeline.after(
                    Duration.ofMillis(dice.between(200, 8_000)), role + " is started again", () -> keep(role, start));
        });
        start.accept(process);
    }

    KubeApi api(SimProcess process) {
        return options.defect().apply(process, process.api());
    }

    @Override
    public VirtualTimeline timeline() {
        return timeline;
    }

    @Override
    public ApiServer server() {
        return server;
    }

    @Override
    public Kubelets kubelets() {
        return kubelets;
    }

    @Override
    public KubeletConditions conditions() {
        return conditions;
    }

    @Override
    public List<SimProcess> processes() {
        return List.copyOf(processes);
    }

    @Override
    public List<SimProcess> leader() {
        return engines.entrySet().stream()
                .filter(each -> each.getValue().isLeading())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public boolean isCalm() {
        return injector.isCalm();
    }

    @Override
    public String playground() {
        return LAB;
    }

    @Override
    public String doomed() {
        return DOOMED;
    }

    @Override
    public boolean strikeGit(Fault fault, Duration lasting, Dice dice) {
        GitSide side = git;
        return side != null && side.strike(fault, lasting, dice);
    }

    @Override
    public void healGit() {
        GitSide side = git;
        if (side != null) {
            side.heal();
        }
    }
}
