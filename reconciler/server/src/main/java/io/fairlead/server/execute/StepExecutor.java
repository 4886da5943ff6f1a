package io.fairlead.server.execute;

import io.fairlead.api.ObjectKey;
import io.fairlead.engine.Action.RenumberRevision;
import io.fairlead.engine.Action.SaveRevision;
import io.fairlead.engine.Step;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.server.execute.BudgetLedger.Answer;
import io.fairlead.server.execute.Lanes.Ask;
import io.fairlead.server.execute.Ledger.Leader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out plans: revisions first and in order, then the steps of different pods side by side. Work on pods goes
/// on while its workload is planned again: see the package's description. Safe for use by several threads; one pass a
/// workload at a time.
public final class StepExecutor {
    /// Steps of all workloads under way at once.
    static final int IN_FLIGHT_TOTAL_MAX = 128;

    /// How long a workload waits after a later leader wrote its ledger; by then this process has lost its lease.
    static final Duration FENCED_WAIT = Duration.ofSeconds(30);

    /// How long to wait for a budget that another process holds.
    static final Duration EXHAUSTED_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StepExecutor.class);

    private final ConcurrentHashMap<ObjectKey, Session> sessions = new ConcurrentHashMap<>();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_TOTAL_MAX);
    private final Resources resources;
    private final Time time;
    private final StepWriter writer;
    private final Leadership leadership;
    private final StepListener listener;
    private volatile boolean isClosed;

    public StepExecutor(Resources resources, Time time, LiveStore store, Leadership leadership, StepListener listener) {
        this.resources = resources;
        this.time = time;
        this.writer = new StepWriter(resources, store);
        this.leadership = leadership;
        this.listener = listener;
    }

    /// What a pass has to know before it takes its view.
    ///
    /// @param failure what the last writes came back with, for the status
    /// @param mustLookLive the view has to be read from the server, not from the watch
    public record Pause(List<String> underWay, Optional<String> failure, boolean mustLookLive) {}

    /// One workload's state; forgotten with the workload.
    private final class Session {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition quiet = lock.newCondition();
        private final Lanes lanes = new Lanes();
        private final BudgetLedger ledger = new BudgetLedger(resources, time);
        private List<Subject> unseen = List.of();
    }

    /// Starts a pass: no further step of the last plan starts, and what is under way is noted, so that the plan
    /// made from the view that is taken next cannot spend anything twice.
    public Pause begin(ObjectKey key) {
        Session session = sessions.computeIfAbsent(key, _ -> new Session());
        session.lock.lock();
        try {
            session.unseen = session.lanes.hold();
            return new Pause(
                    session.unseen.stream().map(Subject::toString).toList(),
                    session.lanes.failure(),
                    session.lanes.mustLookLive());
        } finally {
            session.lock.unlock();
        }
    }

    /// The view of the pass that [#begin] started was read from the server.
    public void lookedLive(ObjectKey key) {
        withSession(key, session -> session.lanes.lookedLive());
    }

    /// Ends a pass with a plan. Returns once the revisions are written; the pods' steps go on by themselves, and
    /// the listener hears when the workload should be looked at again.
    public void carryOut(Order order) {
        PlanCheck.verify(order);
        Session session = sessions.computeIfAbsent(order.key(), _ -> new Session());
        List<Step> steps = new ArrayList<>();
        for (Step step : order.plan().steps()) {
            if (step.action() instanceof SaveRevision || step.action() instanceof RenumberRevision) {
                if (!saveRevision(session, order, step)) {
                    return;
                }
            } else {
                steps.add(step);
            }
        }
        session.lock.lock();
        try {
            Intake intake = session.lanes.take(order, steps, session.unseen, time.nanos());
            intake.retryIn().ifPresent(wait -> listener.onLook(order.key(), wait));
            if (intake.isShort() && intake.retryIn().isEmpty() && session.lanes.isIdle()) {
                listener.onLook(order.key(), Backoffs.FIRST);
            }
            pump(order.key(), session);
        } finally {
            session.lock.unlock();
        }
    }

    /// The workload is gone: nothing further starts, what is under way ends by itself.
    public void forget(ObjectKey key) {
        withSession(key, session -> session.lanes.halt());
        sessions.remove(key);
    }

    /// Nothing starts any more; waits for what is under way. False if that took too long.
    public boolean close(Duration patience) throws InterruptedException {
        isClosed = true;
        long deadline = time.nanos() + patience.toNanos();
        for (Session session : sessions.values()) {
            session.lock.lock();
            try {
                session.lanes.halt();
                while (!session.lanes.isQuiet()) {
                    long left = deadline - time.nanos();
                    if (left <= 0) {
                        return false;
                    }
                    time.await(session.lock, session.quiet, Duration.ofNanos(left));
                }
            } finally {
                session.lock.unlock();
            }
        }
        return true;
    }

    private boolean saveRevision(Session session, Order order, Step step) {
        if (!mayWrite()) {
            return false;
        }
        Outcome outcome = writer.write(order.key().namespace(), step.action()).outcome();
        session.lock.lock();
        try {
            Optional<Duration> retryIn = session.lanes.retryIn(step, outcome, time.nanos());
            if (retryIn.isPresent()) {
                // Without its revision nothing of the plan makes sense; the store may lack one that the server has.
                session.lanes.lookLive();
                listener.onLook(order.key(), retryIn.get());
                return false;
            }
        } finally {
            session.lock.unlock();
        }
        report(order, step, outcome);
        return true;
    }

    /// Starts what may start. Under the session's lock.
    private void pump(ObjectKey key, Session session) {
        if (!mayWrite()) {
            session.lanes.halt();
            session.quiet.signalAll();
            return;
        }
        Optional<Order> order = session.lanes.order();
        if (order.isEmpty()) {
            return;
        }
        for (Step step : session.lanes.start(time.nanos())) {
            time.start("step", () -> run(session, order.get(), step));
        }
        session.lanes.ask(time.nanos()).ifPresent(ask -> time.start("claim", () -> claim(session, ask)));
        Duration paused = session.lanes.paused(time.nanos());
        if (!paused.isZero()) {
            listener.onLook(key, paused);
        }
        session.quiet.signalAll();
    }

    private void run(Session session, Order order, Step step) {
        StepResult result = new StepResult(new Outcome.Failed("broken off", true), true);
        try {
            inFlight.acquire();
            try {
                result = mayWrite()
                        ? writer.write(order.key().namespace(), step.action())
                        : new StepResult(new Outcome.Failed("no longer the leader", false), false);
            } finally {
                inFlight.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish(session, order, step, result);
        }
    }

    private void finish(Session session, Order order, Step step, StepResult result) {
        Optional<Duration> retryIn;
        boolean isIdle;
        session.lock.lock();
        try {
            retryIn = session.lanes.finish(step, result, time.nanos());
            pump(order.key(), session);
            isIdle = session.lanes.isIdle();
        } finally {
            session.lock.unlock();
        }
        report(order, step, result.outcome());
        if (retryIn.isPresent()) {
            listener.onLook(order.key(), retryIn.get());
        } else if (isIdle) {
            listener.onLook(order.key(), Duration.ZERO);
        }
    }

    private void claim(Session session, Ask ask) {
        Answer answer = new Answer.Unreachable(new Outcome.Failed("broken off", true));
        try {
            answer = session.ledger.claim(ask, new Leader(leadership.identity(), leadership.epoch()));
        } finally {
            answer(session, ask, answer);
        }
    }

    private void answer(Session session, Ask ask, Answer answer) {
        ObjectKey key = ask.order().key();
        session.lock.lock();
        try {
            session.lanes.answer(ask, answer instanceof Answer.Granted granted ? granted.pods() : List.of());
            switch (answer) {
                case Answer.Granted granted -> {
                    if (granted.pods().isEmpty()) {
                        listener.onLook(key, EXHAUSTED_WAIT);
                    }
                }
                case Answer.LookFirst look -> {
                    LOG.debug("{}: the budget was last claimed by {}, reading the pods live", key, look.writer());
                    session.lanes.lookLive();
                    listener.onLook(key, Duration.ZERO);
                }
                case Answer.Fenced fenced -> {
                    LOG.warn("{}: a later leader (epoch {}) is at work, holding", key, fenced.storedEpoch());
                    listener.onLook(key, FENCED_WAIT);
                }
                case Answer.Unreachable unreachable -> {
                    LOG.debug("{}: the budget cannot be claimed: {}", key, unreachable.outcome());
                    listener.onLook(key, EXHAUSTED_WAIT);
                }
            }
            pump(key, session);
        } finally {
            session.lock.unlock();
        }
    }

    private void report(Order order, Step step, Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied _ -> listener.onApplied(order, step);
            case Outcome.Conflicted conflicted ->
                LOG.debug("{}: {} met another state: {}", order.key(), Subject.of(step.action()), conflicted.message());
            case Outcome.Gone gone ->
                LOG.debug("{}: {} is gone: {}", order.key(), Subject.of(step.action()), gone.message());
            case Outcome.Refused refused -> listener.onFailed(order, step, refused.message());
            case Outcome.Throttled throttled -> LOG.debug("{}: throttled for {}", order.key(), throttled.retryAfter());
            case Outcome.Failed failed -> listener.onFailed(order, step, failed.message());
        }
    }

    private boolean mayWrite() {
        return !isClosed && leadership.mayWrite();
    }

    private void withSession(ObjectKey key, Consumer<Session> use) {
        Session session = sessions.get(key);
        if (session == null) {
            return;
        }
        session.lock.lock();
        try {
            use.accept(session);
        } finally {
            session.lock.unlock();
        }
    }
}
