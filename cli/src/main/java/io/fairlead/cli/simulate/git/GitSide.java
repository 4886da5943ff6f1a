package io.fairlead.cli.simulate.git;

import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.invariant.Approvals;
import io.fairlead.simulator.invariant.Violation;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import java.time.Duration;
import java.util.List;

/// Everything of a run that has to do with Git.
public final class GitSide {
    /// The namespace that is kept in Git.
    public static final String NAMESPACE = GitHost.FOLDER;

    /// What gitsync's processes are called, a number after it.
    public static final String ROLE = Follower.ROLE;

    private final VirtualTimeline timeline;
    private final GitHost host;
    private final GitRules rules;
    private final Team team;
    private final Follower follower;
    private final Operators operators;
    private final Outcome outcome;
    private final StandIn standIn;

    public GitSide(VirtualTimeline timeline, ApiServer server, Dice dice) {
        this.timeline = timeline;
        this.host = new GitHost(timeline);
        Rulebook rulebook = Rulebook.of(dice.split("policy"));
        this.rules = new GitRules(timeline::moment, rulebook);
        host.listen(rules);
        this.team = new Team(timeline, host, dice.split("team"));
        this.follower = new Follower(host, rulebook, dice.split("follower"));
        this.operators = new Operators(timeline, server, host, dice.split("operators"));
        this.outcome = new Outcome(host, server, rules, rulebook);
        this.standIn = new StandIn(timeline, server, dice.split("stand-in"));
        timeline.note("team", "needs an approval for " + rulebook.words());
    }

    /// To be told of every commit of the API server, before whoever asks [#approvals].
    public CommitListener rules() {
        return rules;
    }

    /// For runs without a reconciler: to be told of every commit of the API server.
    public CommitListener standIn() {
        return standIn;
    }

    /// What was let through in the namespace.
    public Approvals approvals() {
        return rules;
    }

    public List<Violation> violations() {
        return rules.violations();
    }

    /// Starts one run of one process of gitsync.
    public void start(SimProcess process, KubeApi api) {
        follower.start(process, api);
    }

    /// People begin to work.
    public void work(Duration until) {
        team.begin();
        team.work(until);
        operators.work(until);
    }

    /// @return false where the fault made no difference
    public boolean strike(Fault fault, Duration lasting, Dice dice) {
        return switch (fault) {
            case GIT_DOWN -> down(lasting, dice);
            case BRANCH_REWRITTEN -> team.rewrite(lasting);
            case TAG_MOVED -> team.moveTag();
            case NOTES_RACE -> {
                host.race(dice.between(1, 12));
                yield true;
            }
            default -> throw new IllegalArgumentException("no fault of Git: " + fault);
        };
    }

    private boolean down(Duration lasting, Dice dice) {
        switch (dice.below(4)) {
            case 0 -> host.slow(Duration.ofMillis(dice.between(500, 40_000)));
            case 1 -> host.breakOff(dice.between(1, 5));
            default -> {
                if (!host.reach(false)) {
                    return false;
                }
            }
        }
        timeline.after(lasting, "Git is back", this::heal);
        return true;
    }

    /// The host works.
    public void heal() {
        var _ = host.reach(true);
    }

    /// Nobody stops anything any more, and the team's last word is approved.
    public void settle() {
        operators.settle();
        team.settle(rules.left());
    }

    /// What is not yet as Git says.
    public List<String> missing() {
        return outcome.missing();
    }
}
