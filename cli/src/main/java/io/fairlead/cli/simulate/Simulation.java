package io.fairlead.cli.simulate;

import io.fairlead.api.Crds;
import io.fairlead.cli.simulate.git.GitSide;
import io.fairlead.server.run.ElectedLeader;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.fault.FaultPlan;
import io.fairlead.simulator.fault.Injector;
import io.fairlead.simulator.invariant.Approvals;
import io.fairlead.simulator.invariant.InvariantChecker;
import io.fairlead.simulator.invariant.Violation;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.wire.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of the simulated world. Everything in it follows from the seed, the options and the build.
public final class Simulation {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration SETUP = Duration.ofSeconds(5);
    private static final Duration TURMOIL = Duration.ofMinutes(5);

    /// Within which everything has to be as it was asked for, once nothing goes wrong any more: the longest waits
    /// of processes and kubelets (5 min each), a resync (10 min), and the pods' own time.
    private static final Duration SETTLING_MAX = Duration.ofMinutes(40);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMinutes(11);

    /// A view is read live after 10 s of silence; a steady lag of 8 s adds to that, and a request's way.
    private static final Duration VIEW_AGE = Duration.ofSeconds(20);

    private static final int STRIKES_MAX = 14;

    private final long seed;
    private final Options options;
    private final VirtualTimeline timeline;
    private final Injector injector;
    private final SimCluster cluster;
    private final InvariantChecker checker;
    private final Owner owner;
    private final FaultPlan plan;
    private final int engines;
    private final int followers;
    private final @Nullable GitSide git;
    private final List<String> problems = new ArrayList<>();

    private Simulation(long seed, Options options) {
        this.seed = seed;
        this.options = options;
        Dice dice = new Dice(seed).split("simulation");
        this.timeline = new VirtualTimeline(seed, START);
        Consumer<String> reader = options.reader();
        if (reader != null) {
            timeline.journal().read(reader);
        }
        this.injector = new Injector(timeline, dice.split("network"));
        this.cluster = new SimCluster(timeline, injector, dice.split("cluster"), options);
        GitSide side = options.hasGit() ? new GitSide(timeline, cluster.server(), new Dice(seed).split("git")) : null;
        this.git = side;
        this.checker = new InvariantChecker(new InvariantChecker.Setting(
                timeline::now,
                timeline::moment,
                () -> VIEW_AGE.plus(injector.longestPause()),
                () -> injector.widestSkew().plusSeconds(1),
                side == null ? Approvals.ANY : side.approvals()));
        cluster.server().listen(this::note);
        if (side != null) {
            cluster.server().listen(side.rules());
            if (options.part() == Options.Part.GIT) {
                cluster.server().listen(side.standIn());
            }
        }
        cluster.server().listen(checker);
        this.owner = new Owner(timeline::note, cluster.server(), dice.split("owner"));
        this.plan = FaultPlan.of(
                dice.split("faults"), faults(options), SETUP.plusSeconds(10), TURMOIL, dice.below(STRIKES_MAX + 1));
        this.engines = dice.happens(0.6) ? 2 : 1;
        this.followers = dice.happens(0.4) ? 2 : 1;
    }

    /// An outage of Git strikes nobody where there is none, but it is in the plans of such runs.
    private static List<Fault> faults(Options options) {
        return options.faults().stream()
                .filter(fault -> options.hasGit() || fault == Fault.GIT_DOWN || !fault.isOfGit())
                .toList();
    }

    /// What our own processes ask for is noted by their network; here is what the others do.
    private void note(CommitListener.Commit commit) {
        ApiCall call = commit.call();
        boolean isOurs = call != null && call.header("user-agent").startsWith(SimProcess.AGENT);
        if (!isOurs && !commit.type().kind().equals("Event")) {
            timeline.note("server", InvariantChecker.describe(commit));
        }
    }

    public static RunResult run(long seed, Options options) {
        return new Simulation(seed, options).run();
    }

    private RunResult run() {
        List<String> all =
                git == null ? List.of("lab/alpha", "lab/beta", "doomed/gamma") : List.of("lab/alpha", "doomed/gamma");
        boolean isGood =
                guarded(this::setUp) && guarded(() -> turmoil(all)) && guarded(() -> calm(all)) && guarded(this::quiet);
        if (!isGood && problems.isEmpty()) {
            throw new IllegalStateException("the run ended without a reason");
        }
        cluster.processes().forEach(process -> process.end("the run is over"));
        return new RunResult(
                seed,
                timeline.journal().hash(),
                timeline.journal().steps(),
                timeline.journal().notes(),
                cluster.server().work().events(),
                Duration.ofNanos(timeline.nanos()),
                injector.tally(),
                List.copyOf(problems));
    }

    /// What breaks off is a problem like any other: it has a seed.
    private boolean guarded(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            StringBuilder text = new StringBuilder("broke off at " + timeline.moment() + ": " + e);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append("\n    ").append(cause);
                for (int i = 0; i < Math.min(8, cause.getStackTrace().length); i++) {
                    text.append("\n        at ").append(cause.getStackTrace()[i]);
                }
            }
            problems.add(text.toString());
        }
        return problems.isEmpty();
    }

    private void setUp() {
        Crds.names().forEach(owner::define);
        timeline.runFor(SETUP);
        owner.namespace(ElectedLeader.NAMESPACE);
        owner.namespace(SimCluster.LAB);
        owner.namespace(SimCluster.DOOMED);
        if (git != null) {
            owner.namespace(GitSide.NAMESPACE);
        }
    }

    private void turmoil(List<String> all) {
        for (int i = 1; i <= engines && options.part() != Options.Part.GIT; i++) {
            cluster.keepEngine(i);
        }
        for (String each : all) {
            owner.create(each.substring(0, each.indexOf('/')), each.substring(each.indexOf('/') + 1));
        }
        injector.start(plan, cluster);
        if (!all.isEmpty()) {
            owner.work(timeline, all, TURMOIL);
        }
        if (git != null) {
            cluster.follow(git, followers);
            git.work(TURMOIL);
        }
        while (Duration.ofNanos(timeline.nanos()).compareTo(TURMOIL) < 0 && problems.isEmpty()) {
            advance(LOOK);
        }
    }

    private void calm(List<String> all) {
        injector.calm(cluster);
        owner.settle(all);
        if (git != null) {
            git.settle();
        }
        long end = timeline.nanos() + SETTLING_MAX.toNanos();
        int settledLooks = 0;
        while (settledLooks < 3 && problems.isEmpty()) {
            advance(LOOK);
            List<String> unsettled = unsettled();
            settledLooks = unsettled.isEmpty() ? settledLooks + 1 : 0;
            if (timeline.nanos() > end && !unsettled.isEmpty()) {
                unsettled.forEach(each -> problems.add("L1: not settled within " + SETTLING_MAX + ": " + each));
            }
        }
    }

    /// L1, L6: whoever is done leaves it alone.
    private void quiet() {
        advance(Duration.ofMinutes(1));
        long writes = checker.engineWrites() + checker.gitsyncWrites();
        for (int i = 0; i < QUIET.toMinutes() && problems.isEmpty(); i++) {
            advance(Duration.ofMinutes(1));
        }
        long more = checker.engineWrites() + checker.gitsyncWrites() - writes;
        if (more > 0) {
            problems.add("L6: " + more + " writes within " + QUIET + " although everything is settled");
        }
        unsettled().forEach(each -> problems.add("L1: did not stay settled: " + each));
    }

    private List<String> unsettled() {
        List<String> unsettled =
                options.part() == Options.Part.GIT ? new ArrayList<>() : new ArrayList<>(checker.unsettled());
        if (git != null && unsettled.isEmpty()) {
            unsettled.addAll(git.missing());
        }
        return unsettled;
    }

    private void advance(Duration duration) {
        timeline.runFor(duration);
        if (git != null) {
            git.violations().stream().map(Violation::toString).forEach(problems::add);
        }
        checker.violations().stream().map(Violation::toString).forEach(problems::add);
    }
}
