package io.fairlead.gitsync.app;

import io.fairlead.api.ObjectKey;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.gitsync.app.ScopeReconciler.Carried;
import io.fairlead.gitsync.app.ScopeReconciler.Kept;
import io.fairlead.gitsync.app.ScopeReconciler.KnownHealth;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.health.Health;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryState.Report;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.gitsync.promote.ScopePass;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.ScopeTags;
import io.fairlead.policies.committag.CommitTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One scope of one source, pass by pass: what it holds in memory is a cache of its Delivery, and can be dropped.
final class ScopePassRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ScopePassRunner.class);

    /// How often everything in the inventory is looked at again, although nothing has changed.
    static final Duration LOOK_AFTER = Duration.ofMinutes(5);

    private final SourceTools tools;
    private final GitSource source;
    private final GitSource.Scope scope;
    private final Identity identity;
    private final ScopeJudge judge;
    private final ScopeReconciler reconciler;
    private final LostLedger lostLedger;
    private final SortedMap<ObjectKey, KnownHealth> known = new TreeMap<>();
    private @Nullable Kept kept;
    private long lookedAfterNanos;

    ScopePassRunner(SourceTools tools, GitSource source, GitSource.Scope scope) {
        this.tools = tools;
        this.source = source;
        this.scope = scope;
        this.identity =
                new Identity(source.meta().name(), scope.name(), source.spec().stage());
        this.judge = new ScopeJudge(tools.mirror(), tools.reader(), tools.discovery(), source, scope);
        ObjectApplier applier = new ObjectApplier(tools.resources(), tools.discovery());
        this.reconciler = new ScopeReconciler(applier, tools.store(), identity, this::brake);
        this.lostLedger = new LostLedger(applier, tools.liveObjects(), identity, scope);
        this.lookedAfterNanos = tools.time().nanos();
    }

    /// @param isSettled nothing will change before Git, a tag or a person does
    /// @param lines for the note; empty where nothing is known of the scope
    record Outcome(boolean isSettled, String problem, Optional<NoteLines.Lines> lines) {}

    /// What a pass starts from.
    ///
    /// @param lost what the Delivery says beside a ledger that is lost
    private record Start(Kept kept, Optional<DeliveryStore.WhenLost> lost) {
        boolean isReseedAsked() {
            return kept.state().memory() instanceof Evidence.Lost
                    && lost.filter(DeliveryStore.WhenLost::isReseedAsked).isPresent();
        }
    }

    Outcome run(Snapshot snapshot, Policies.Answer policies, Instant now) {
        Start start;
        Kept known = kept;
        if (known != null && known.state().memory() instanceof Evidence.Remembered) {
            start = new Start(known, Optional.empty());
        } else {
            // What is lost is loaded each time: somebody may have restored it, or asks for a new one.
            switch (tools.store().load(identity)) {
                case DeliveryStore.Loaded.Found(DeliveryState state, String version, DeliveryStore.WhenLost lost) ->
                    start = new Start(new Kept(state, version), Optional.of(lost));
                case DeliveryStore.Loaded.Missing _ ->
                    start = new Start(new Kept(DeliveryState.first(lostLedger.ofMissing()), ""), Optional.empty());
                case DeliveryStore.Loaded.Unreachable(String why) -> {
                    return new Outcome(false, identity.name() + ": " + why, Optional.empty());
                }
            }
        }
        return switch (brake()) {
            case Brake.Free _ -> run(start, snapshot, policies, now);
            case Brake.Pulled(String why) ->
                finish(start.kept(), start.kept().state().withReport(Reports.suspended(why)), true, Optional.empty());
            case Brake.Ending _ -> new Outcome(false, "", Optional.empty());
        };
    }

    private Outcome run(Start start, Snapshot snapshot, Policies.Answer policies, Instant now) {
        Kept before = start.kept();
        return switch (judge.wish(
                before.state(), snapshot, policies, tools.restraints().limits(scope.namespace()))) {
            case ScopeJudge.Wish.Defective(List<Defect> defects) ->
                finish(before, before.state().withReport(Reports.ofDefects(defects)), true, Optional.empty());
            case ScopeJudge.Wish.Unruled(DeliveryState next, String why) ->
                finish(before, next.withReport(Reports.held(why)), false, Optional.empty());
            case ScopeJudge.Wish.Clear wish ->
                start.isReseedAsked() ? reseed(start, wish, now) : decide(before, wish, now);
        };
    }

    private Outcome decide(Kept before, ScopeJudge.Wish.Clear wish, Instant now) {
        ScopePass.Result result = judge.decide(wish, now);
        return carryOut(before, wish.next().withMemory(result.memory()), wish.desired(), result, now);
    }

    /// Sets the lost memory up anew; the next pass goes on with it.
    private Outcome reseed(Start start, ScopeJudge.Wish.Clear wish, Instant now) {
        ScopeTags tags =
                CommitTags.read(wish.tags(), wish.content(), wish.inForce().policy());
        Kept before = start.kept();
        LostLedger.Answer answer = lostLedger.reseed(
                before.state(),
                wish.desired(),
                tags.approvals(),
                start.lost().orElseThrow().revoked(),
                now);
        return switch (answer) {
            case LostLedger.Answer.NotNow(String why) ->
                new Outcome(false, identity.name() + ": the ledger cannot be set up anew: " + why, Optional.empty());
            case LostLedger.Answer.Anew(DeliveryState state) -> {
                LOG.warn("{}: the memory of approvals is set up anew, as a person asked for", identity.name());
                yield finish(before, state, false, Optional.empty());
            }
        };
    }

    private Brake.State brake() {
        return source.spec().isSuspended()
                ? new Brake.Pulled(Reports.SUSPENDED)
                : tools.brake().of(scope.namespace());
    }

    private Outcome carryOut(
            Kept before, DeliveryState next, DesiredSet desired, ScopePass.Result result, Instant now) {
        boolean isLookedAfter = tools.time().nanos() - lookedAfterNanos > LOOK_AFTER.toNanos();
        if (isLookedAfter) {
            lookedAfterNanos = tools.time().nanos();
            known.clear();
        }
        List<Decision> decisions = result.decisions();
        Carried carried = reconciler.withHealth(reconciler.carryOut(before, next, decisions, isLookedAfter), known);
        if (carried.kept().isEmpty()) {
            kept = null;
            return new Outcome(
                    false,
                    identity.name() + ": " + carried.hindrances().failures().getFirst(),
                    Optional.empty());
        }
        Kept done = carried.kept().get();
        SortedMap<ObjectKey, Health> health = carried.health();
        Report report = switch (carried.brake()) {
            case Brake.Free _
            when next.memory() instanceof Evidence.Lost lost ->
                Reports.held(LostLedger.remedy(lost, identity, source.meta().namespace()));
            case Brake.Free _ -> Reports.of(decisions, result.refusals(), carried.hindrances(), health);
            case Brake.Pulled(String why) -> Reports.suspended(why);
            case Brake.Ending _ -> done.state().report();
        };
        DeliveryState state =
                ScopeReconciler.complete(done.state(), decisions, health).withReport(report);
        boolean isAllLookedAt = carried.brake() instanceof Brake.Free;
        if (isAllLookedAt && carried.hindrances().isNone() && decisions.stream().noneMatch(Decision::isWaiting)) {
            state = state.reached();
        }
        if (!isAllLookedAt) {
            return finish(new Kept(storedState(before, done, next), done.version()), state, false, Optional.empty());
        }
        boolean isSettled = !carried.isRetryWorthwhile()
                && health.values().stream().noneMatch(h -> h.state() == Health.State.PROGRESSING);
        NoteLines.Lines lines = NoteLines.of(
                new NoteLines.Place(source.spec().cluster(), scope.name()), state, desired, decisions, health, now);
        // The state before this pass may already be stored under a newer version; compare with what is stored.
        return finish(new Kept(storedState(before, done, next), done.version()), state, isSettled, Optional.of(lines));
    }

    /// What the server holds after [ScopeReconciler#carryOut]: the announced state if it was stored, else the one
    /// before.
    private static DeliveryState storedState(Kept before, Kept done, DeliveryState next) {
        return done.version().equals(before.version()) ? before.state() : next;
    }

    /// Stores what is not stored yet.
    private Outcome finish(Kept stored, DeliveryState state, boolean isSettled, Optional<NoteLines.Lines> lines) {
        if (stored.state().equals(state) && !stored.version().isEmpty()) {
            kept = stored;
            return new Outcome(isSettled, "", lines);
        }
        return switch (tools.store().store(identity, state, stored.version())) {
            case DeliveryStore.Stored.Done(String version) -> {
                kept = new Kept(state, version);
                yield new Outcome(isSettled, "", lines);
            }
            case DeliveryStore.Stored.Outdated(String why) -> {
                kept = null;
                yield new Outcome(false, identity.name() + ": " + why, Optional.empty());
            }
            case DeliveryStore.Stored.Failed(String why) -> {
                kept = null;
                yield new Outcome(false, identity.name() + ": " + why, Optional.empty());
            }
        };
    }

    /// What the newest note says, as far as this process knows.
    DeliveryState.Notes notes() {
        Kept now = kept;
        return now == null ? DeliveryState.Notes.NONE : now.state().notes();
    }

    /// The notes with these lines were pushed.
    void noted(DeliveryState.Notes notes) {
        Kept now = kept;
        if (now != null) {
            finish(now, now.state().withNotes(notes), true, Optional.empty());
        }
    }
}
