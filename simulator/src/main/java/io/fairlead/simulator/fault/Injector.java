package io.fairlead.simulator.fault;

import io.fairlead.simulator.fault.FaultPlan.Strike;
import io.fairlead.simulator.process.Network;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.process.SimWatch;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Carries out a plan.
public final class Injector {
    /// A steady lag is below the age at which a view is read live: nobody can tell it from no lag.
    private static final Duration LAG_MAX = Duration.ofSeconds(8);

    private static final List<Network.Moment> MOMENTS = List.of(Network.Moment.values());
    private static final Duration LONGEST_SKEW = Duration.ofHours(1);

    private final VirtualTimeline timeline;
    private final Tally tally = new Tally();
    private final FaultyNetwork network;
    private Duration widestSkew = Duration.ZERO;
    private Duration longestPause = Duration.ZERO;
    private boolean isCalm;

    public Injector(VirtualTimeline timeline, Dice dice) {
        this.timeline = timeline;
        this.network = new FaultyNetwork(timeline, dice, tally);
    }

    /// What lies between the processes and the server.
    public Network network() {
        return network;
    }

    public Tally tally() {
        return tally;
    }

    /// How far a process's clock was from the cluster's at most.
    public Duration widestSkew() {
        return widestSkew;
    }

    /// For how long a process stood still at most.
    public Duration longestPause() {
        return longestPause;
    }

    public boolean isCalm() {
        return isCalm;
    }

    public void start(FaultPlan plan, Cluster cluster) {
        Outages outages = new Outages(cluster, tally);
        People people = new People(cluster, tally);
        for (Strike strike : plan.strikes()) {
            timeline.after(strike.at(), "fault " + strike.fault().id(), () -> {
                if (!isCalm) {
                    timeline.note(
                            "fault", strike.fault().id() + " " + strike.fault().meaning());
                    strike(strike, cluster, outages, people);
                }
            });
        }
    }

    /// From now on nothing goes wrong; what has gone wrong is put right.
    public void calm(Cluster cluster) {
        isCalm = true;
        timeline.note("fault", "calm");
        network.calm();
        cluster.processes().forEach(process -> {
            process.clock().skew(Duration.ZERO);
            process.resume();
            process.watches().forEach(SimWatch::thaw);
        });
        new Outages(cluster, tally).heal();
        cluster.healGit();
    }

    private void strike(Strike strike, Cluster cluster, Outages outages, People people) {
        Dice dice = new Dice(strike.salt());
        switch (strike.fault()) {
            case CRASH ->
                victim(cluster, dice)
                        .ifPresent(process ->
                                network.crashAtNextWrite(process.role(), MOMENTS.get(dice.below(MOMENTS.size()))));
            case STALE_VIEW -> staleView(strike, cluster, dice);
            case LAGGING_REPLICA ->
                victim(cluster, dice).ifPresent(process -> {
                    network.lag(process.role(), LAG_MAX, Duration.ofSeconds(60), Fault.LAGGING_REPLICA);
                    process.end("restarts");
                });
            case COALESCED_EVENTS -> network.coalesce(strike.lasting());
            case REPEATED_EVENTS -> network.repeat(strike.lasting());
            case LOST_WATCH -> lostWatch(cluster, dice);
            case CONFLICTS -> network.conflict(dice.between(1, 10));
            case THROTTLING ->
                network.throttle(
                        strike.lasting().dividedBy(4),
                        dice.happens(0.5) ? Optional.empty() : Optional.of(Duration.ofSeconds(dice.between(1, 20))));
            case SERVER_DOWN -> down(strike, cluster);
            case LOST_ANSWER -> network.loseAnswers(dice.between(1, 4));
            case LEADER_KILLED ->
                cluster.leader().forEach(process -> {
                    tally.fired(Fault.LEADER_KILLED);
                    process.end("killed");
                });
            case SPLIT_BRAIN -> splitBrain(strike, cluster, dice);
            case CLOCK -> victim(cluster, dice).ifPresent(process -> clock(process, strike, dice));
            case GIT_DOWN, BRANCH_REWRITTEN, TAG_MOVED, NOTES_RACE -> {
                if (cluster.strikeGit(strike.fault(), strike.lasting(), dice)) {
                    tally.fired(strike.fault());
                }
            }
            case QUOTA -> network.quota(strike.lasting());
            case NODE_LOST, STUCK_TERMINATING, PULL_FAILURE, CRASH_LOOP -> outages.strike(strike, dice);
            case USER_EDIT, AUTOSCALER, NAMESPACE_DELETED, FOREIGN_POD, NAME_REUSED -> people.strike(strike, dice);
        }
    }

    private static Optional<SimProcess> victim(Cluster cluster, Dice dice) {
        List<SimProcess> all = cluster.processes();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(dice.below(all.size())));
    }

    private void staleView(Strike strike, Cluster cluster, Dice dice) {
        victim(cluster, dice).ifPresent(process -> {
            if (dice.happens(0.5)) {
                network.lag(process.role(), LAG_MAX, strike.lasting(), Fault.STALE_VIEW);
                return;
            }
            List<SimWatch> watches = process.watches();
            watches.forEach(SimWatch::freeze);
            if (!watches.isEmpty()) {
                tally.fired(Fault.STALE_VIEW);
                timeline.after(strike.lasting(), "watches go on", () -> watches.forEach(SimWatch::thaw));
            }
        });
    }

    private void lostWatch(Cluster cluster, Dice dice) {
        List<SimProcess> all = cluster.processes();
        for (SimProcess process : all) {
            for (SimWatch watch : process.watches()) {
                if (dice.happens(0.6)) {
                    tally.fired(Fault.LOST_WATCH);
                    switch (dice.below(4)) {
                        case 0 -> watch.disconnect(0);
                        case 1 -> watch.disconnect(200);
                        case 2 -> watch.expire();
                        default -> watch.freeze();
                    }
                }
            }
        }
    }

    private void down(Strike strike, Cluster cluster) {
        network.down(strike.lasting());
        cluster.processes().forEach(process -> process.watches().forEach(watch -> watch.disconnect(0)));
    }

    private void splitBrain(Strike strike, Cluster cluster, Dice dice) {
        Duration pause = Duration.ofSeconds(dice.between(1, 40));
        boolean isClockWrong = dice.happens(0.3);
        if (dice.happens(0.5)) {
            network.strikeAtNextClaim(process -> standStill(process, pause));
            return;
        }
        for (SimProcess process : cluster.leader()) {
            standStill(process, pause);
            if (isClockWrong) {
                clock(process, strike, dice);
            }
        }
    }

    private void standStill(SimProcess process, Duration pause) {
        tally.fired(Fault.SPLIT_BRAIN);
        longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
        process.pause();
        timeline.after(pause, "goes on", process::resume);
    }

    private void clock(SimProcess process, Strike strike, Dice dice) {
        tally.fired(Fault.CLOCK);
        long millis = dice.happens(0.7) ? dice.below(3_000L) : dice.below(LONGEST_SKEW.toMillis());
        Duration skew = Duration.ofMillis(dice.happens(0.5) ? millis : -millis);
        widestSkew = skew.abs().compareTo(widestSkew) > 0 ? skew.abs() : widestSkew;
        timeline.note(process.name(), "has its clock off by " + skew);
        process.clock().skew(skew);
        timeline.after(strike.lasting(), "clock is set", () -> process.clock().skew(Duration.ZERO));
    }
}
