package io.fairlead.server.run;

import io.fairlead.api.Defect;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.KindModule;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodView;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.Time;
import io.fairlead.server.execute.Invariant;
import io.fairlead.server.execute.Order;
import io.fairlead.server.execute.StepExecutor;
import io.fairlead.server.execute.StepExecutor.Pause;
import io.fairlead.server.ingest.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pass over one workload: observe, plan, execute, status. It keeps nothing that the next pass needs but when a
/// view was last read live. One pass a key at a time.
final class Pass {
    /// A view on which any step is to rest, and of which the watch has said nothing for longer, is read live
    /// first. Any
    /// step: a pod that was broken when the watch fell silent may serve by now, and would be deleted as if it cost
    /// nothing.
    static final Duration VIEW_AGE_MAX = Duration.ofSeconds(10);

    /// Until a plan that broke an invariant, or could not be made, is tried again without any news.
    static final Duration BROKEN_WAIT = Duration.ofMinutes(1);

    /// Until a live look that failed is tried again.
    static final Duration LOOK_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Pass.class);

    private final KindModule<CloneSet> module;
    private final ClusterView view;
    private final Stops stops;
    private final StepExecutor executor;
    private final StatusWriter statuses;
    private final Time time;
    private final ConcurrentHashMap<ObjectKey, Long> looks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ObjectKey, Long> workloadLooks = new ConcurrentHashMap<>();

    Pass(
            KindModule<CloneSet> module,
            ClusterView view,
            Stops stops,
            StepExecutor executor,
            StatusWriter statuses,
            Time time) {
        this.module = module;
        this.view = view;
        this.stops = stops;
        this.executor = executor;
        this.statuses = statuses;
        this.time = time;
    }

    private record Decision(Workload<CloneSet> workload, List<PodView> pods, Plan plan, Duration cost) {}

    /// How a pass went.
    ///
    /// @param isGone the workload is gone, or going
    /// @param nextLook when to come again although nothing happened
    /// @param cost what observing and planning took
    record Report(boolean isGone, Optional<Duration> nextLook, Duration cost) {}

    /// Carries out one pass.
    Report run(ObjectKey key) {
        Optional<Workload<CloneSet>> workload = view.workload(key);
        if (workload.isEmpty() || workload.get().isDeleting()) {
            // The pods of a workload that goes are ended by the garbage collector.
            executor.forget(key);
            looks.remove(key);
            workloadLooks.remove(key);
            statuses.forget(key);
            return new Report(true, Optional.empty(), Duration.ZERO);
        }
        try {
            return reconcile(workload.get());
        } catch (Invariant e) {
            LOG.error("{}: holding, nothing was written: {}", key, e.getMessage());
            statuses.stall(workload.get(), "InvariantBroken", String.valueOf(e.getMessage()));
            return report(Optional.of(BROKEN_WAIT));
        } catch (RuntimeException e) {
            LOG.error("{}: holding, the pass broke off", key, e);
            statuses.stall(workload.get(), "InternalError", "the plan could not be made; see the reconciler's log");
            return report(Optional.of(BROKEN_WAIT));
        }
    }

    private static Report report(Optional<Duration> nextLook) {
        return new Report(false, nextLook, Duration.ZERO);
    }

    private Report reconcile(Workload<CloneSet> workload) {
        ObjectKey key = workload.key();
        Pause pause = executor.begin(key);
        if (pause.mustLookLive() && !look(workload)) {
            return report(Optional.of(LOOK_WAIT));
        }
        return switch (workload.parsed()) {
            case Parsed.Invalid<CloneSet> invalid ->
                report(statuses.stall(workload, "InvalidSpec", text(invalid.defects())));
            case Parsed.Valid<CloneSet> _ -> reconcile(workload, pause);
        };
    }

    private Report reconcile(Workload<CloneSet> workload, Pause pause) {
        Optional<Decision> decision = decide(workload.key(), pause);
        if (decision.isPresent() && !decision.get().plan().steps().isEmpty()) {
            if (isStale(looks, workload.key(), view.silence())) {
                if (!look(workload)) {
                    return report(Optional.of(LOOK_WAIT));
                }
                decision = decide(workload.key(), pause);
            } else if (isStale(workloadLooks, workload.key(), view.workloadSilence())) {
                if (!lookAtWorkload(workload.key())) {
                    return report(Optional.of(LOOK_WAIT));
                }
                decision = decide(workload.key(), pause);
            }
        }
        if (decision.isEmpty()) {
            return report(Optional.of(Duration.ZERO));
        }
        return new Report(false, carryOut(decision.get()), decision.get().cost());
    }

    /// Nothing where the workload changed under this pass into one that cannot be planned; the next pass tells.
    private Optional<Decision> decide(ObjectKey key, Pause pause) {
        long started = time.nanos();
        Optional<Workload<CloneSet>> workload = view.workload(key);
        if (workload.isEmpty() || !(workload.get().parsed() instanceof Parsed.Valid<CloneSet>(CloneSet cloneSet))) {
            return Optional.empty();
        }
        List<PodView> pods = view.pods(cloneSet.uid());
        Observed<CloneSet> observed = new Observed<>(
                key, stops.judged(cloneSet), pods, view.revisions(cloneSet.uid()), time.now(), pause.failure());
        Plan plan = module.plan(observed);
        return Optional.of(new Decision(workload.get(), pods, plan, Duration.ofNanos(time.nanos() - started)));
    }

    private Optional<Duration> carryOut(Decision decision) {
        Workload<CloneSet> workload = decision.workload();
        Plan plan = decision.plan();
        executor.carryOut(new Order(
                workload.key(),
                workload.uid(),
                workload.apiVersion(),
                plan,
                Order.byUid(decision.pods()),
                looks.getOrDefault(workload.key(), Long.MIN_VALUE)));
        Optional<Duration> forStatus = plan.status().flatMap(status -> statuses.write(workload, status));
        return Stream.of(plan.nextLook(), forStatus).flatMap(Optional::stream).min(Duration::compareTo);
    }

    private boolean isStale(Map<ObjectKey, Long> looked, ObjectKey key, Duration silence) {
        Long last = looked.get(key);
        boolean isLookRecent = last != null && time.nanos() - last < VIEW_AGE_MAX.toNanos();
        return !isLookRecent && silence.compareTo(VIEW_AGE_MAX) > 0;
    }

    private boolean lookAtWorkload(ObjectKey key) {
        long asked = time.nanos();
        Optional<Outcome> failure = view.lookAtWorkload(key);
        if (failure.isPresent()) {
            LOG.debug("{}: cannot be looked at live: {}", key, failure.get());
            return false;
        }
        workloadLooks.put(key, asked);
        return true;
    }

    private boolean look(Workload<CloneSet> workload) {
        long asked = time.nanos();
        Optional<Outcome> failure = view.lookLive(workload);
        if (failure.isPresent()) {
            LOG.debug("{}: cannot be looked at live: {}", workload.key(), failure.get());
            return false;
        }
        looks.put(workload.key(), asked);
        workloadLooks.put(workload.key(), asked);
        executor.lookedLive(workload.key());
        return true;
    }

    private static String text(List<Defect> defects) {
        return defects.stream().map(Defect::toString).collect(Collectors.joining("; "));
    }
}
