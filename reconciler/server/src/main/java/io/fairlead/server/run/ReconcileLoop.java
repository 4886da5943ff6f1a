package io.fairlead.server.run;

import io.fairlead.api.ObjectKey;
import io.fairlead.engine.Action.MarkPod;
import io.fairlead.engine.Step;
import io.fairlead.engine.kinds.cloneset.CloneSetModule;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.queue.WorkQueue;
import io.fairlead.server.execute.Leadership;
import io.fairlead.server.execute.Order;
import io.fairlead.server.execute.StepExecutor;
import io.fairlead.server.execute.StepListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs everything that keeps the CloneSets of a cluster as they should be. [#start] fills the stores, [#lead] begins
/// to act.
public final class ReconcileLoop {
    /// The owner of the fields that the engine writes; changing it is a breaking change.
    public static final String FIELD_MANAGER = "fairlead-engine";

    /// Passes at once; each is short, as the pods' writes go on beside it.
    static final int WORKERS = 16;

    /// Every key comes again after so long, give or take a fifth, whether or not anything happened.
    static final Duration RESYNC = Duration.ofMinutes(10);

    private static final double RESYNC_JITTER = 0.2;
    private static final Duration SYNC_POLL = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);

    private final Time time;
    private final ClusterView view;
    private final Stops stops;
    private final WorkQueue<ObjectKey> queue;
    private final Pace pace;
    private final StepExecutor executor;
    private final EventLog events;
    private final Pass pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isStopping;

    public ReconcileLoop(KubeApi api, Time time, Leadership leadership) {
        this.time = time;
        Resources resources = new Resources(api, FIELD_MANAGER);
        this.view = new ClusterView(api, resources, time);
        this.stops = new Stops(api, time, this::lookAtAll);
        this.queue = new WorkQueue<>(time, time::random);
        this.pace = new Pace(time);
        this.events = new EventLog(resources, time, leadership.identity());
        this.executor = new StepExecutor(resources, time, view, leadership, new Hearer());
        StatusWriter statuses = new StatusWriter(resources, time, ResourceType.CLONE_SET, view::putWorkload);
        this.pass = new Pass(new CloneSetModule(), view, stops, executor, statuses, time);
    }

    /// Starts to watch; nothing is written. May be long before [#lead].
    public void start() {
        view.listen(this::look, key -> queue.add(key, priority(), pace.delay(key)));
        view.start();
        stops.start();
    }

    /// Starts to act, once all stores have synced.
    public void lead() {
        lock.lock();
        try {
            for (int i = 0; i < WORKERS; i++) {
                threads.add(time.start("reconcile-" + i, this::work));
            }
            threads.add(time.start("events", this::tell));
        } finally {
            lock.unlock();
        }
    }

    /// Whether plans may be made: every store has held a whole list.
    public boolean hasSynced() {
        return view.hasSynced() && stops.hasSynced();
    }

    /// Takes no more keys, and lets the writes that are under way end.
    ///
    /// @return false if they did not within the patience
    public boolean close(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            isStopping = true;
            queue.close();
            boolean isQuiet = executor.close(patience);
            view.close();
            stops.close();
            threads.forEach(Thread::interrupt);
            return isQuiet;
        } finally {
            lock.unlock();
        }
    }

    private void look(ObjectKey key) {
        var _ = queue.add(key, priority(), pace.delay(key));
    }

    /// Somebody stops workloads, or lets them go on: rare, and it has to count at once.
    private void lookAtAll() {
        view.keys().forEach(key -> {
            var _ = queue.add(key, WorkQueue.PRIORITY_URGENT, pace.delay(key));
        });
    }

    /// What is there at the start must not hold up what happens now.
    private int priority() {
        return view.hasSynced() ? WorkQueue.PRIORITY_NORMAL : WorkQueue.PRIORITY_BULK;
    }

    private void work() {
        try {
            while (!hasSynced() && !isStopping) {
                time.sleep(SYNC_POLL);
            }
            while (!isStopping) {
                Optional<ObjectKey> key = queue.take();
                if (key.isEmpty()) {
                    return;
                }
                reconcile(key.get());
            }
        } catch (InterruptedException e) {
            // Only a stop interrupts.
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile(ObjectKey key) {
        WorkQueue.Next next = WorkQueue.Next.RETRY;
        pace.started(key);
        try {
            // A store that lost touch with its watch tells nothing that a plan could rest on.
            next = hasSynced() && !isStopping ? next(key, pass.run(key)) : WorkQueue.Next.RETRY;
        } finally {
            queue.done(key, next);
        }
    }

    private WorkQueue.Next next(ObjectKey key, Pass.Report report) {
        if (report.isGone()) {
            pace.forget(key);
            return WorkQueue.Next.SETTLED;
        }
        pace.planned(key, report.cost());
        double jitter = 1 + RESYNC_JITTER * (2 * time.random() - 1);
        Duration resync = Duration.ofMillis((long) (RESYNC.toMillis() * jitter));
        Duration look =
                report.nextLook().filter(wait -> wait.compareTo(resync) < 0).orElse(resync);
        return new WorkQueue.Next.After(look);
    }

    private void tell() {
        try {
            while (!isStopping) {
                time.sleep(EventLog.ROUND);
                events.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the executor tells.
    private final class Hearer implements StepListener {
        @Override
        public void onApplied(Order order, Step step) {
            boolean isBackInService =
                    step.action() instanceof MarkPod mark && mark.patch().isStatus();
            if (isBackInService) {
                LOG.debug("{}: {}", order.key(), step.reason().message());
                return;
            }
            LOG.info("{}: {}", order.key(), step.reason().message());
            events.normal(order, step.reason().code(), step.reason().message());
        }

        @Override
        public void onFailed(Order order, Step step, String message) {
            LOG.warn("{}: failed to {}: {}", order.key(), step.reason().message(), message);
            events.warning(order, "Failed" + step.reason().code().replaceFirst("^Successful", ""), message);
        }

        @Override
        public void onLook(ObjectKey key, Duration after) {
            Duration paced = pace.delay(key);
            var _ = queue.add(key, WorkQueue.PRIORITY_NORMAL, after.compareTo(paced) > 0 ? after : paced);
        }
    }
}
