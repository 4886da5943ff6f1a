package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.Resources;
import io.fairlead.kube.SystemTime;
import io.fairlead.server.ingest.PodProjector;
import io.fairlead.server.ingest.StringPool;
import io.fairlead.server.testing.FakeApiServer;
import io.fairlead.server.testing.Pods;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An executor on a fake server, and everything that it tells.
final class ExecutorRig implements LiveStore, Leadership, StepListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final FakeApiServer server = new FakeApiServer();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<Step> applied = new CopyOnWriteArrayList<>();
    final List<JsonNode> stored = new CopyOnWriteArrayList<>();
    final BlockingQueue<Duration> looks = new LinkedBlockingQueue<>();
    final StepExecutor executor;
    volatile boolean isLeader = true;
    private final PodProjector projector = new PodProjector(new StringPool());
    private final String identity;
    private final long epoch;

    ExecutorRig() {
        this("first", 1);
    }

    ExecutorRig(String identity, long epoch) {
        this.identity = identity;
        this.epoch = epoch;
        this.executor = new StepExecutor(new Resources(server, "fairlead-engine"), new SystemTime(), this, this, this);
    }

    /// Pods as the server has them now.
    List<PodView> pods() {
        return server.all("/api/v1/namespaces/shop/pods").stream()
                .flatMap(pod -> projector.project(pod).stream())
                .toList();
    }

    PodView serve(String name) {
        return projector
                .project(server.put(Pods.path(name), Pods.serving(name, "uid-" + name, Orders.OWNER)))
                .orElseThrow();
    }

    /// Carries out one order and waits for the next wish to look again.
    Duration carryOut(Order order) throws InterruptedException {
        executor.begin(order.key());
        executor.carryOut(order);
        return awaitLook();
    }

    Duration awaitLook() throws InterruptedException {
        Duration look = looks.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (look == null) {
            throw new AssertionError("nothing happened");
        }
        return look;
    }

    List<String> writtenPods() {
        return server.writes().stream()
                .map(ApiRequest::path)
                .filter(path -> path.contains("/pods"))
                .toList();
    }

    @Override
    public void putPod(JsonNode pod) {
        stored.add(pod);
    }

    @Override
    public void dropPod(PodRef pod) {}

    @Override
    public void putRevision(JsonNode revision) {
        stored.add(revision);
    }

    @Override
    public void dropRevision(String namespace, String name, String uid) {}

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean mayWrite() {
        return isLeader;
    }

    @Override
    public void onApplied(Order order, Step step) {
        applied.add(step);
    }

    @Override
    public void onFailed(Order order, Step step, String message) {
        failures.add(message);
    }

    @Override
    public void onLook(ObjectKey key, Duration after) {
        looks.add(after);
    }
}
