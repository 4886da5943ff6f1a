package io.fairlead.server.execute;

import io.fairlead.engine.Action.CreatePod;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import io.fairlead.kube.Outcome;
import io.fairlead.server.execute.Subject.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of one workload's plan is waiting, under way and claimed. Values in, decisions out: it starts no thread,
/// writes nothing and knows the time only as a parameter. Not thread-safe: [StepExecutor] calls it under the
/// workload's lock.
final class Lanes {
    /// Steps of one workload under way at once.
    static final int IN_FLIGHT_MAX = 32;

    /// The next batch is claimed once fewer claimed steps than this are still waiting, so that the lanes never run
    /// dry.
    static final int CLAIM_AHEAD = 32;

    private final SequencedMap<String, Step> underWay = new LinkedHashMap<>();
    private final List<Step> waiting = new ArrayList<>();
    private final Backoffs backoffs = new Backoffs();
    private final SlowStart slowStart = new SlowStart();
    /// Pods that may be disrupted: claimed, and not yet touched.
    private final Set<String> claimed = new LinkedHashSet<>();
    /// Pods whose claim can be given back: claimed, and it is certain that no write of ours reached them.
    private final Set<String> returnable = new LinkedHashSet<>();
    /// Pods whose claim is kept for its whole lifetime, since when: the answer to the disruptive write never came, or
    /// was a conflict.
    private final SequencedMap<String, Long> doubtful = new LinkedHashMap<>();
    private @Nullable Order order;
    private int orderNumber;
    private boolean isHeld = true;
    private boolean isClaiming;
    private boolean isExhausted;
    private boolean isHalted;
    private boolean mustLookLive;
    private long pausedUntilNanos = Long.MIN_VALUE;

    /// What to ask the ledger for.
    ///
    /// @param number of the order, as [#answer] needs it
    record Ask(int number, Order order, List<PodRef> wanted, Set<String> released) {}

    /// Stops new steps until the next [#take] and forgets those that wait. The result is what is still under way: a
    /// view taken from here on may or may not show its effects.
    List<Subject> hold() {
        isHeld = true;
        waiting.clear();
        return underWay.values().stream().map(step -> Subject.of(step.action())).toList();
    }

    /// Replaces everything that waits by the steps of a new plan.
    ///
    /// @param unseen subjects under way when the plan's view was taken
    Intake take(Order next, List<Step> steps, Collection<Subject> unseen, long nowNanos) {
        Set<String> scopes = new LinkedHashSet<>();
        steps.forEach(step -> scopes.add(Backoffs.scope(Subject.of(step.action()))));
        underWay.values().forEach(step -> scopes.add(Backoffs.scope(Subject.of(step.action()))));
        backoffs.retain(scopes);
        Intake intake = Intake.of(steps, unseen, subject -> backoffs.remaining(Backoffs.scope(subject), nowNanos));
        waiting.clear();
        waiting.addAll(intake.taken());
        order = next;
        orderNumber++;
        isHeld = false;
        isExhausted = false;
        if (waiting.stream().noneMatch(Lanes::isCreate) && slowStart.isIdle()) {
            slowStart.reset();
        }
        return intake;
    }

    /// The steps that may start now; they count as under way from here on.
    List<Step> start(long nowNanos) {
        List<Step> started = new ArrayList<>();
        if (isHeld || isHalted || nowNanos < pausedUntilNanos) {
            return started;
        }
        for (var iterator = waiting.iterator(); iterator.hasNext() && underWay.size() < IN_FLIGHT_MAX; ) {
            Step step = iterator.next();
            String name = Subject.of(step.action()).name();
            if (!underWay.containsKey(name) && mayStart(step, name)) {
                iterator.remove();
                underWay.put(name, step);
                claimed.remove(name);
                started.add(step);
            }
        }
        return started;
    }

    private boolean mayStart(Step step, String name) {
        if (Subject.isDisruptive(step.action())) {
            return claimed.contains(name);
        }
        return !isCreate(step) || slowStart.mayStart();
    }

    /// What to ask the ledger for now, if anything; the answer has to come back through [#answer].
    Optional<Ask> ask(long nowNanos) {
        if (order == null || isHeld || isHalted || isClaiming || isExhausted) {
            return Optional.empty();
        }
        List<PodRef> wanted = waiting.stream()
                .filter(step -> Subject.isDisruptive(step.action()) && !isClaimed(step))
                .flatMap(step -> Subject.pod(step.action()).stream())
                .limit(Ledger.BATCH_MAX)
                .toList();
        if (wanted.isEmpty() || waiting.stream().filter(this::isClaimed).count() >= CLAIM_AHEAD) {
            return Optional.empty();
        }
        isClaiming = true;
        Set<String> unwanted = new LinkedHashSet<>(claimed);
        waiting.forEach(step -> unwanted.remove(Subject.of(step.action()).name()));
        claimed.removeAll(unwanted);
        returnable.addAll(unwanted);
        settleDoubts(nowNanos);
        return Optional.of(new Ask(orderNumber, order, wanted, new LinkedHashSet<>(returnable)));
    }

    /// A request does not live longer than a claim; and a pod that is gone keeps nothing.
    private void settleDoubts(long nowNanos) {
        for (var iterator = doubtful.entrySet().iterator(); iterator.hasNext(); ) {
            var doubt = iterator.next();
            if (nowNanos - doubt.getValue() > Ledger.CLAIM_LIFETIME.toNanos()) {
                returnable.add(doubt.getKey());
                iterator.remove();
            }
        }
    }

    private boolean isClaimed(Step step) {
        return claimed.contains(Subject.of(step.action()).name());
    }

    /// The ledger's answer to [#ask].
    ///
    /// @param granted empty where nothing was written
    void answer(Ask ask, List<PodRef> granted) {
        isClaiming = false;
        isExhausted = granted.isEmpty() && ask.number() == orderNumber;
        if (!granted.isEmpty()) {
            returnable.removeAll(ask.released());
            granted.forEach(pod -> claimed.add(pod.uid()));
            granted.forEach(pod -> doubtful.remove(pod.uid()));
        }
    }

    /// One step's answer. The result says how long to wait until its subject may be tried again, if it has to be.
    Optional<Duration> finish(Step step, StepResult result, long nowNanos) {
        Subject subject = Subject.of(step.action());
        underWay.remove(subject.name());
        if (Subject.isDisruptive(step.action())) {
            settleClaim(subject.name(), result, nowNanos);
        }
        Optional<Duration> retryIn = retryIn(step, result.outcome(), nowNanos);
        if (subject.sort() == Sort.CREATE) {
            slowStart.finish(retryIn.isEmpty());
            if (retryIn.isPresent()) {
                waiting.removeIf(Lanes::isCreate);
            }
        }
        return retryIn;
    }

    /// A claim is given back at once only where the pod is certainly still as it was: a conflict means that it has
    /// moved on, which settles the claim as soon as a view shows it, and not before.
    private void settleClaim(String uid, StepResult result, long nowNanos) {
        switch (result.outcome()) {
            case Outcome.Applied _, Outcome.Gone _ -> {}
            // Should the pod be as it was after all, nothing else would ever settle the claim.
            case Outcome.Conflicted _ -> doubtful.put(uid, nowNanos);
            case Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> {
                if (result.isTouched()) {
                    doubtful.put(uid, nowNanos);
                } else {
                    returnable.add(uid);
                }
            }
        }
    }

    /// What a failure means for the steps to come; also for steps that never went through [#start].
    Optional<Duration> retryIn(Step step, Outcome outcome, long nowNanos) {
        String scope = Backoffs.scope(Subject.of(step.action()));
        return switch (outcome) {
            case Outcome.Applied _ -> {
                backoffs.succeed(scope);
                yield Optional.empty();
            }
            case Outcome.Conflicted _, Outcome.Gone _ -> Optional.of(backoffs.fail(scope, "", nowNanos));
            case Outcome.Refused refused -> {
                // The store does not know what the server has: that is no failure to report, but a view to refresh.
                boolean isUnseen = refused.reason().equals("AlreadyExists");
                mustLookLive |= isUnseen;
                String message = isUnseen ? "" : FailureText.of(step, refused.message());
                yield Optional.of(backoffs.fail(scope, message, nowNanos));
            }
            case Outcome.Throttled throttled -> {
                pausedUntilNanos = nowNanos + throttled.retryAfter().toNanos();
                yield Optional.of(throttled.retryAfter());
            }
            case Outcome.Failed failed -> {
                mustLookLive |= failed.isUnknown();
                yield Optional.of(backoffs.fail(scope, FailureText.of(step, failed.message()), nowNanos));
            }
        };
    }

    /// The plan that is being carried out; none before the first.
    Optional<Order> order() {
        return Optional.ofNullable(order);
    }

    /// How long nothing may start, as the server asked.
    Duration paused(long nowNanos) {
        return pausedUntilNanos == Long.MIN_VALUE
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, pausedUntilNanos - nowNanos));
    }

    /// A later leader is at work: nothing starts here any more.
    void halt() {
        isHalted = true;
        waiting.clear();
    }

    boolean isIdle() {
        return underWay.isEmpty() && waiting.isEmpty() && !isClaiming;
    }

    boolean isQuiet() {
        return underWay.isEmpty() && !isClaiming;
    }

    Optional<String> failure() {
        return backoffs.message();
    }

    void lookLive() {
        mustLookLive = true;
    }

    boolean mustLookLive() {
        return mustLookLive;
    }

    void lookedLive() {
        mustLookLive = false;
    }

    private static boolean isCreate(Step step) {
        return step.action() instanceof CreatePod;
    }
}
